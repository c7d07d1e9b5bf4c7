import type { Explained } from '../common/explain.ts';
import type { Language } from '../common/translate.ts';
import { OF_MANY_EN, OF_MANY_ES } from './codes.of-many.ts';
import { PROJECT_RECORD_CODES_EN, PROJECT_RECORD_CODES_ES } from './codes.project-records.ts';

const EN = {
  'preview.state_starts_workflows': {
    what: '{count} records would get "{value}" in the property "{property}".',
    todo: 'A workflow that enrols on this value would start for them. Let such workflows start from the properties that tell a moment (for example "ERP invoice paid at") instead; those stay untouched for the past.',
  },
  'preview.other_currency': {
    what: '{count} records have amounts in {currencies}, not in the currency of your HubSpot account.',
    todo: 'Their amount properties stay empty, because currencies are never added together. The card shows all amounts.',
  },
  'preview.properties_not_ready': {
    what: '{count} properties are not ready in HubSpot.',
    todo: 'They are left out. The list below says why and what to do.',
  },
  'record_lists.not_now': {
    what: 'HubSpot did not make the list: it does not answer well at the moment.',
    todo: 'Press again in a minute. It goes on where it stopped, and no second list is made.',
  },
  'record_lists.no_permission': {
    what: 'Puente has no permission for lists in HubSpot.',
    todo: 'Ask your HubSpot administrator to install Puente again and to accept the permission for lists. Everything else works without it.',
  },
  ...PROJECT_RECORD_CODES_EN,
  ...OF_MANY_EN,
} satisfies Record<string, Explained>;

const ES: Record<keyof typeof EN, Explained> = {
  'preview.state_starts_workflows': {
    what: '{count} registros recibirían «{value}» en la propiedad «{property}».',
    todo: 'Un flujo que inscribe por este valor empezaría para ellos. Haga que esos flujos empiecen por las propiedades que dicen un momento (por ejemplo, «Factura pagada ERP»); esas no se tocan por el pasado.',
  },
  'preview.other_currency': {
    what: '{count} registros tienen importes en {currencies}, no en la moneda de su cuenta de HubSpot.',
    todo: 'Sus propiedades de importe quedan vacías, porque las monedas nunca se suman. La tarjeta muestra todos los importes.',
  },
  'preview.properties_not_ready': {
    what: '{count} propiedades no están listas en HubSpot.',
    todo: 'Se dejan fuera. En la lista de abajo se indica por qué y qué hacer.',
  },
  'record_lists.not_now': {
    what: 'HubSpot no creó la lista: no responde bien en este momento.',
    todo: 'Pulse de nuevo en un minuto. Sigue donde se quedó, y no se crea una segunda lista.',
  },
  'record_lists.no_permission': {
    what: 'Puente no tiene permiso para las listas de HubSpot.',
    todo: 'Pida a su administrador de HubSpot que instale Puente de nuevo y acepte el permiso de listas. Todo lo demás funciona sin él.',
  },
  ...PROJECT_RECORD_CODES_ES,
  ...OF_MANY_ES,
};

/** Codes that only the settings page meets. */
export const SETTINGS_CODES: Record<Language, Readonly<Record<keyof typeof EN, Explained>>> = { en: EN, es: ES };
