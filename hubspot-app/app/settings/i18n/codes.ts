import type { Explained } from '../common/explain.ts';
import type { Language } from '../common/translate.ts';
import { OF_MANY_EN, OF_MANY_ES } from './codes.of-many.ts';
import { PROJECT_RECORD_CODES_EN, PROJECT_RECORD_CODES_ES } from './codes.project-records.ts';

const EN = {
  'preview.state_starts_workflows': {
    what: '{records} would get "{value}" in "{property}".',
    todo: 'Workflows that enroll on this value would start for all of them. Start those workflows from a date property instead (for example "ERP invoice paid at"); it is not filled for past events.',
  },
  'preview.other_currency': {
    what: 'Records with amounts in {currencies}, not in the currency of your HubSpot account: {count}.',
    todo: 'Their amount properties stay empty, because currencies are never added together. The card shows all amounts.',
  },
  'preview.properties_not_ready': {
    what: 'Properties that are not ready in HubSpot: {count}.',
    todo: 'They are left out. The list below says why and what to do.',
  },
  'record_lists.not_now': {
    what: 'HubSpot did not create the list: it does not answer well at the moment.',
    todo: 'Press again in a minute. It goes on where it stopped, and no second list is created.',
  },
  'record_lists.no_permission': {
    what: 'Puente has no permission for lists in HubSpot.',
    todo: 'Ask your HubSpot administrator to install Puente again and to accept the permission for lists. Everything else works without it.',
  },
  'create.connection_first': {
    what: 'The connection to this ERP is not approved yet, so nothing is created in HubSpot.',
    todo: 'Look at its preview under "Overview" and approve it; then create the records.',
  },
  'create.no_key': {
    what: 'The property by which Puente finds its records again is not ready in HubSpot, so none is created.',
    todo: 'Look under "Overview" at the properties in HubSpot, and press "Set up properties again".',
  },
  'create.archived': {
    what: 'The ERP archived this customer, so no record is created of it.',
    todo: 'Take the customer back into use in the ERP, or leave it out.',
  },
  'create.no_email': {
    what: 'This person has no e-mail address of their own in the ERP, so the record could not be told from another one.',
    todo: 'Enter an address in the ERP, or create the contact in HubSpot and link it on its card.',
  },
  'create.tax_id_shared': {
    what: 'Another customer of the same books has this tax ID, so nobody can say whose record it would be.',
    todo: 'Correct the tax ID in the ERP, or create the company in HubSpot and link it on its card.',
  },
  'decided.gone': {
    what: 'This decision does not hold any more: somebody took it back, or decided otherwise.',
    todo: 'Look at the list again: it shows what holds now.',
  },
  ...PROJECT_RECORD_CODES_EN,
  ...OF_MANY_EN,
} satisfies Record<string, Explained>;

const ES: Record<keyof typeof EN, Explained> = {
  'preview.state_starts_workflows': {
    what: 'En {records}, «{property}» pasaría a «{value}».',
    todo: 'Los flujos de trabajo que inscriben por este valor se iniciarían para todos ellos. Inícielos mejor con una propiedad de fecha (por ejemplo, «Factura pagada ERP»): no se llena por lo ya ocurrido.',
  },
  'preview.other_currency': {
    what: 'Registros con importes en {currencies}, no en la moneda de su cuenta de HubSpot: {count}.',
    todo: 'Sus propiedades de importe quedan vacías, porque las monedas nunca se suman. La tarjeta muestra todos los importes.',
  },
  'preview.properties_not_ready': {
    what: 'Propiedades que no están listas en HubSpot: {count}.',
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
  'create.connection_first': {
    what: 'La conexión con este ERP aún no está aprobada, así que no se crea nada en HubSpot.',
    todo: 'Mire su vista previa en «Resumen» y apruébela; después cree los registros.',
  },
  'create.no_key': {
    what: 'La propiedad por la que Puente vuelve a encontrar sus registros no está lista en HubSpot, así que no se crea ninguno.',
    todo: 'Mire en «Resumen» las propiedades de HubSpot y pulse «Preparar propiedades de nuevo».',
  },
  'create.archived': {
    what: 'El ERP archivó este cliente, así que no se crea su registro.',
    todo: 'Vuelva a poner el cliente en uso en el ERP, o déjelo fuera.',
  },
  'create.no_email': {
    what: 'Esta persona no tiene un correo propio en el ERP, así que su registro no se podría distinguir de otro.',
    todo: 'Escriba un correo en el ERP, o cree el contacto en HubSpot y vincúlelo en su tarjeta.',
  },
  'create.tax_id_shared': {
    what: 'Otro cliente de los mismos libros tiene este ID fiscal, así que nadie puede decir de quién sería el registro.',
    todo: 'Corrija el ID fiscal en el ERP, o cree la empresa en HubSpot y vincúlela en su tarjeta.',
  },
  'decided.gone': {
    what: 'Esta decisión ya no vale: alguien la revirtió o decidió otra cosa.',
    todo: 'Mire la lista de nuevo: muestra lo que vale ahora.',
  },
  ...PROJECT_RECORD_CODES_ES,
  ...OF_MANY_ES,
};

/** Codes that only the settings page meets. */
export const SETTINGS_CODES: Record<Language, Readonly<Record<keyof typeof EN, Explained>>> = { en: EN, es: ES };
