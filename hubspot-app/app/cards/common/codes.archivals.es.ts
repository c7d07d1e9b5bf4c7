import type { ARCHIVAL_CODES_EN } from './codes.archivals.en.ts';
import type { Explained } from './codes.en.ts';

export const ARCHIVAL_CODES_ES: Record<keyof typeof ARCHIVAL_CODES_EN, Explained> = {
  'archival.many_erp': {
    what: 'En un día se eliminaron {count} registros vinculados de HubSpot, de {of}. Sus clientes no se archivan en el ERP antes de que decida.',
    todo: 'En «Clientes»{inSettings}: archívelos, o déjelos en uso.',
  },
  'archival.many_hubspot': {
    what: 'En un día se archivaron o eliminaron {count} clientes vinculados en el ERP, de {of}. Sus registros de HubSpot se quedan antes de que decida.',
    todo: 'En «Clientes»{inSettings}: archive los registros, o déjelos donde están.',
  },
  'archival.read_otherwise': {
    what: 'Desde que el ERP se conectó de nuevo, se leen otras empresas o con otro usuario que antes, y ese cliente no se encuentra: este registro se queda en HubSpot.',
    todo: 'Compruebe si el cliente sigue en el ERP. Si ya no está, archive el registro en «Clientes»{inSettings}; si no, déjelo.',
  },
  'archival.erp_open_invoices': {
    what: 'El registro de HubSpot de este cliente se eliminó, y tiene facturas sin liquidar ({count}): no se archiva en el ERP.',
    todo: 'Liquídelas, o decida en «Clientes»{inSettings}: archivarlo de todos modos, o dejarlo en uso.',
  },
  'archival.hubspot_open_invoices': {
    what: 'El cliente está archivado en el ERP, pero tiene facturas sin liquidar ({count}): este registro se queda en HubSpot.',
    todo: 'Liquídelas, o decida en «Clientes»{inSettings}: archivar el registro de todos modos, o dejarlo.',
  },
  'archival.open_deals': {
    what: 'El cliente está archivado en el ERP, pero este registro tiene negocios abiertos ({count}): se queda en HubSpot.',
    todo: 'Cierre o mueva los negocios, o decida en «Clientes»{inSettings}: archivar el registro de todos modos, o dejarlo.',
  },
  'archival.refused_by_hubspot': {
    what: 'HubSpot no permitió archivar este registro ({reason}).',
    todo: 'Elimínelo a mano si debe irse, o déjelo: decida en «Clientes»{inSettings}.',
  },
  'archival.planned_asks': {
    what: 'El cliente se archivó o se eliminó en el ERP, y tiene facturas sin liquidar ({count}): se pregunta a una persona antes de que este registro vaya a la papelera.',
    todo: 'Hasta entonces no hay nada que hacer. Para conservar el registro, ponga al cliente de nuevo en uso en el ERP, o pida a un administrador que lo deje en «Clientes», en la configuración de Puente.',
  },
  'archival.put_off': {
    what: 'El cliente se archivó o se eliminó en el ERP. Ahora Puente no archiva nada, así que este registro se queda por el momento.',
    todo: 'Un administrador ve en la configuración de Puente qué está en pausa, detenido o por revisar; lo que pasa con este registro se decide cuando eso siga.',
  },
  'archival.planned': {
    what: 'El cliente se archivó o se eliminó en el ERP: este registro va a la papelera en unos {minutes} min.',
    todo: 'No hay nada que hacer si está bien; con negocios abiertos antes se pregunta a una persona. Si no, ponga al cliente de nuevo en uso en el ERP, o pida a un administrador que lo deje en «Clientes», en la configuración de Puente.',
  },
  'archival.restore_by_hand': {
    what: 'El cliente está de nuevo en uso en el ERP; su registro de HubSpot está en la papelera, donde lo puso Puente.',
    todo: 'Restaure el registro en HubSpot antes de 90 días de su eliminación (Acciones, «Restaurar registros»): se vincula de nuevo solo. Ninguna aplicación puede restaurarlo.',
  },
};
