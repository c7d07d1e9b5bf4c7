import type { Page } from 'playwright-core';
import type { BadDaysView } from '../playground/api.ts';

const TAB = '[data-extension="crm.record.tab"]';
const SLOW = 'Every answer of the ERP takes 8 seconds';
const REFUSED = 'HubSpot refuses all writing and reading for now';
const ON_ITS_WAY = 'A change in the ERP is on its way to the properties of this record.';

/** On the record that is open; when it returns the ERP is quick again, and the card has been answered. */
export async function askSlowErp(page: Page): Promise<void> {
  const card = page.locator(TAB);
  const flip = () => page.getByRole('switch', { name: 'ERP slow' }).click();
  await flip();
  await page.getByText(SLOW).waitFor();
  await card.getByRole('button', { name: 'Refresh' }).click();
  await card.getByText('Asking the ERP…').waitFor();
  await card.getByText(/^Updated /).waitFor();
  await flip();
  await page.getByText(SLOW).waitFor({ state: 'detached' });
  await card.getByRole('button', { name: 'Refresh' }).waitFor();
}

/** Posts an invoice for the customer that is open while HubSpot refuses everything, and says whether its property followed. */
export async function bookAtTheLimit(page: Page): Promise<Record<'during' | 'after', 'written' | 'not written'>> {
  const [card, office] = [page.locator(TAB), page.locator('.erp')];
  const open = page.locator('[data-property="erp_open_amount"]');
  const before = await open.innerText();
  const standing = async () => ((await open.innerText()) === before ? 'not written' : 'written');
  const flip = () => page.getByRole('switch', { name: 'HubSpot at its limit' }).click();
  await flip();
  await page.getByText(REFUSED).waitFor();
  await office.getByRole('button', { name: 'New invoice' }).click();
  await office.getByRole('button', { name: 'Post invoice' }).click();
  await card.getByText(ON_ITS_WAY).waitFor();
  const during = await standing();
  await flip();
  await card.getByText(ON_ITS_WAY).waitFor({ state: 'detached' });
  return { during, after: await standing() };
}

/** What happens meanwhile Puente sees together, as it reads no record before HubSpot answers again. */
export async function atTheLimit<T>(url: string, work: () => Promise<T>): Promise<T> {
  const set = async (badDays: BadDaysView): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/api/bad-days`, { method: 'POST', headers, body: JSON.stringify(badDays) });
  };
  await set({ erp: 'well', hubspot: 'limit' });
  try {
    return await work();
  } finally {
    await set({ erp: 'well', hubspot: 'well' });
  }
}
