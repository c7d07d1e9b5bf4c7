import { describe, expect, it } from '@jest/globals';
import { Toggle } from '@hubspot/ui-extensions';
import { openSettings } from './settings-page.tsx';

describe('the switch for VIES', () => {
  it.each([
    ['en-us', 'When the service cannot be reached, nothing is stopped.'],
    ['es-mx', 'Si el servicio no responde, nada se detiene.'],
  ])('is off, says what it sends and stops, and is saved with the matching (%s)', async (locale, words) => {
    const page = openSettings({ 'POST /settings/portal': { done: true } }, { locale });
    await page.openTab('rules');
    await page.sees(words);
    expect(page.find(Toggle, { name: 'checksVies' }).props.checked).toBe(false);
    page.find(Toggle, { name: 'checksVies' }).props.onChange?.(true);
    await page.waitFor(() => expect(page.find(Toggle, { name: 'checksVies' }).props.checked).toBe(true));
    page.press('save-matching');
    expect(await page.sent('/portal')).toMatchObject({ checksVies: true });
  });
});
