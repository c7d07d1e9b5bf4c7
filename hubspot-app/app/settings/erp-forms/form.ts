import type { Explained } from '../common/explain.ts';
import type { Language } from '../common/translate.ts';

/** What the settings page must know of one ERP: its fields, its help, its sentences. Everything else is the same for all. */
export interface ErpForm {
  /** As the service names it. */
  system: string;
  /** Its own name, the same in every language. */
  name: string;
  fields: FormField[];
  /** What is not read of this ERP, where figures can therefore differ from its own, and how its records are shown; by paragraph. */
  limits?: Record<Language, string[]>;
  /** What a person enters once so that the ERP announces its changes; used then and kept nowhere. */
  adminFields: FormField[];
  /** How an administrator of the ERP does by hand what those credentials are for; the address is shown below the steps. */
  hintSteps: Record<Language, string[]>;
  /** The setting that takes the fingerprint of a certificate an administrator accepted; left out: none can be. */
  certificateField?: string;
  messages: Record<Language, Readonly<Record<string, Explained>>>;
}

export interface FormField {
  /** Name of the setting in the service. */
  name: string;
  type: 'text' | 'password' | 'date';
  isRequired: boolean;
  /** Says where secrets are sent: with another value, those are asked for again, as the service does. */
  isDestination?: boolean;
  label: Record<Language, string>;
  help: Record<Language, string>;
  placeholder?: string | Record<Language, string>;
}
