import type { Page } from 'playwright-core';

export type Locale = 'en-us' | 'es-mx';

/** One state of a card or of the settings page, as the service's answers make it. */
export interface PicturedState {
  answers: Record<string, unknown>;
  /** Of a card: on which kind of record, and whether it stands in the sidebar. */
  objectTypeId?: string;
  isSidebar?: boolean;
  /** What a person does before the picture is taken, in any language. */
  act?: (page: Page) => Promise<unknown>;
}

/** The tab of the settings page at this place. */
export const tabAt = (index: number) => (page: Page) => page.getByRole('tab').nth(index).click();

export const LONG_NAME = 'Comercializadora e Importadora de Válvulas, Bombas y Aceros Especiales del Norte S.A.P.I. de C.V.';
