import { describe, expect, it } from '@jest/globals';
import { Button } from '@hubspot/ui-extensions';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview } from './settings-views.ts';

describe('workflows that most people want first', () => {
  it.each([
    ['en-us', 'Send a payment reminder 10 days after the due date', 'Open HubSpot workflows'],
    ['es-mx', 'Recordar el pago 10 días después del vencimiento', 'Abrir los flujos de trabajo de HubSpot'],
  ])('are one click away (%s)', async (locale, recipe, button) => {
    const page = openSettings({}, { locale });
    await page.sees(recipe);
    expect(page.findByTestId(Button, 'to-workflows')).toMatchObject({ text: button, props: { href: '/workflows/4711' } });
  });

  it('wait until something is live', async () => {
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ phase: 'reading' })] }) });
    await page.sees('No problems.');
    expect(page.text()).not.toContain('Send a payment reminder 10 days after the due date');
  });
});
