import type { Explained } from '../common/explain.ts';
import type { Language } from '../common/translate.ts';
import type { ErpForm } from './form.ts';
import { ODOO } from './odoo/form.ts';
import { SAP_B1 } from './sap-b1/form.ts';
import { SAP_S4 } from './sap-s4/form.ts';

/** One line per ERP. */
export const FORMS: readonly ErpForm[] = [ODOO, SAP_B1, SAP_S4];

export const formOf = (system: string): ErpForm | undefined => FORMS.find((form) => form.system === system);

/** The labels of all fields by their names; ERPs that share a name mean the same. */
export const erpFieldLabels = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    FORMS.flatMap(({ fields, adminFields }) => [...fields, ...adminFields].map(({ name, label }) => [name, label[language]])),
  );

/** The sentences of all ERPs together: their codes begin with the ERP's name, so they cannot meet. */
export const erpMessages = (language: Language): Readonly<Record<string, Explained>> =>
  Object.assign({}, ...FORMS.map(({ messages }) => messages[language])) as Record<string, Explained>;
