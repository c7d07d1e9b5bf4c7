import type { Explained } from '../../common/explain.ts';

export const EN = {
  'odoo.access_denied': {
    what: 'Odoo refused the user or the API key.',
    todo: 'Check the user, or create a new API key in Odoo (My Profile → Account Security) and enter it here.',
  },
  'odoo.key_expired': {
    what: 'The API key expired on {expiredOn}.',
    todo: 'Create a new API key in Odoo and enter it here; nothing else changes.',
  },
  'odoo.key_expires_soon': {
    what: 'The API key expires on {expiresOn}.',
    todo: 'Create a new API key in Odoo and enter it here before that day.',
  },
  'odoo.login_needed': { what: 'This version of Odoo also needs the user.', todo: 'Enter the e-mail of the user the API key belongs to.' },
  'odoo.database_needed': { what: 'Several databases answer at this address: {databases}.', todo: 'Enter the one you work with.' },
  'odoo.database_unknown': {
    what: 'Odoo does not know the database {database}.',
    todo: 'Check its name: on Odoo Online it is the first part of the address.',
  },
  'odoo.blocked': {
    what: 'A proxy or firewall in front of {host} refuses us (status {status}).',
    todo: 'Ask whoever runs it to let Puente through. We keep trying.',
  },
  'odoo.not_odoo': { what: 'No Odoo answers at {host}.', todo: 'Enter the address you see in the browser when you work in Odoo.' },
  'odoo.missing_right': {
    what: 'The Odoo user may not read "{model}".',
    todo: 'In Odoo give this user the right to read invoices, payments and contacts, then test again.',
  },
  'odoo.missing_field': {
    what: 'The Odoo user may not read the field "{field}" of "{model}".',
    todo: 'In Odoo give this user the accounting right that shows this field, then test again.',
  },
  'odoo.module_missing': { what: 'This Odoo has no "{model}".', todo: 'Install the app "Invoicing" in Odoo, then test again.' },
  'odoo.plan_without_api': {
    what: 'Your Odoo plan does not include the external API.',
    todo: 'Odoo Online offers it with the Custom plan; ask Odoo to change the plan.',
  },
  'odoo.company_not_allowed': {
    what: 'The Odoo user has no access to one of the chosen companies.',
    todo: 'In Odoo add the company to the allowed companies of this user, or leave it out here.',
  },
  'odoo.version_too_old': { what: 'This is Odoo {version}; Puente works with {oldest} and later.', todo: 'Update Odoo, then connect it.' },
  'odoo.version_without_hints': {
    what: 'Odoo {version} cannot announce its changes; that is possible from {needed} on.',
    todo: 'Nothing to do: Odoo is asked when somebody opens a card and at least every 15 minutes.',
  },
  'odoo.automation_not_installed': {
    what: 'The app "Automation Rules" is not installed in Odoo.',
    todo: 'Nothing must be done: Odoo is asked when somebody opens a card and at least every 15 minutes. With the app, changes arrive within seconds.',
  },
  'odoo.hints_need_newer_version': {
    what: 'This is Odoo {version}; it can announce its changes from {needed} on.',
    todo: 'Nothing to do: Odoo is asked when somebody opens a card and at least every 15 minutes.',
  },
  'odoo.hints_need_automation': {
    what: 'The app "Automation Rules" is not installed in Odoo.',
    todo: 'Install it in Odoo under Apps, then try again.',
  },
  'odoo.administrator_needed': {
    what: 'This user may not change automation rules in Odoo.',
    todo: 'Enter a user with the right "Administration: Settings", or follow the steps by hand.',
  },
  'odoo.busy': { what: 'Odoo asks us to wait.', todo: 'Nothing to do: it goes on by itself.' },
  'odoo.unavailable': {
    what: 'Odoo has a fault at the moment (status {status}).',
    todo: 'We try again by ourselves. If it stays, ask whoever runs your Odoo.',
  },
  'odoo.database_busy': { what: 'The database of Odoo was busy.', todo: 'Nothing to do: we try again by ourselves.' },
  'odoo.server_error': {
    what: 'Odoo failed while it answered.',
    todo: 'We try again by ourselves. If it stays, ask whoever runs your Odoo.',
  },
  'odoo.field_unknown': {
    what: 'Odoo refuses a field of "{model}".',
    todo: 'We try again by ourselves. If it stays, contact support: your Odoo may be customised.',
  },
  'odoo.unreadable_answer': {
    what: '{host} answers, but not in the way Odoo does.',
    todo: 'Check the address, and that no login page or proxy stands in front of Odoo.',
  },
  'odoo.unexpected_answer': {
    what: 'Odoo answered in a way we do not understand.',
    todo: 'We try again by ourselves. If it stays, contact support.',
  },
  'odoo.unreadable_record': {
    what: 'Odoo sent a record we cannot understand; it is left out.',
    todo: 'Correct the record in Odoo. If it looks right, contact support.',
  },
  'odoo.refused': {
    what: 'Odoo refuses the record: {message}',
    todo: 'Correct the value in HubSpot, or in Odoo what it says; then try again.',
  },
  'odoo.no_such_choice': {
    what: 'Odoo has no such choice: {message}',
    todo: 'Choose one of the values Odoo has, or add this one in Odoo; then try again.',
  },
  'odoo.field_not_writable': {
    what: 'The field "{field}" of this contact cannot be written in Odoo.',
    todo: 'Take it out of the field mapping. People of an organisation have its tax ID, address and terms.',
  },
  'odoo.preview_needs_newer_version': {
    what: 'Odoo {version} cannot show an order before it is made; {needed} and later can.',
    todo: 'Nothing to do: the quotation shows the amounts.',
  },
  'odoo.may_not_write_contacts': {
    what: 'The Odoo user may not create or change contacts.',
    todo: 'Nothing must be done to read from Odoo. To write customers from HubSpot give this user the right "Contact Creation" (Extra Rights).',
  },
  'odoo.own_orders_only': {
    what: 'The Odoo user sees and makes only orders of its own, not those of other salespeople.',
    todo: 'Nothing must be done where orders are not used. Otherwise give this user the right "User: All Documents" (Sales).',
  },
} satisfies Record<string, Explained>;

export const ES: Record<keyof typeof EN, Explained> = {
  'odoo.access_denied': {
    what: 'Odoo rechazó el usuario o la clave API.',
    todo: 'Revise el usuario, o cree una clave API nueva en Odoo (Mi perfil → Seguridad de la cuenta) e indíquela aquí.',
  },
  'odoo.key_expired': {
    what: 'La clave API venció el {expiredOn}.',
    todo: 'Cree una clave API nueva en Odoo e indíquela aquí; lo demás no cambia.',
  },
  'odoo.key_expires_soon': {
    what: 'La clave API vence el {expiresOn}.',
    todo: 'Cree una clave API nueva en Odoo e indíquela aquí antes de ese día.',
  },
  'odoo.login_needed': {
    what: 'Esta versión de Odoo necesita también el usuario.',
    todo: 'Indique el correo del usuario al que pertenece la clave API.',
  },
  'odoo.database_needed': {
    what: 'En esta dirección responden varias bases de datos: {databases}.',
    todo: 'Indique aquella con la que trabaja.',
  },
  'odoo.database_unknown': {
    what: 'Odoo no conoce la base de datos {database}.',
    todo: 'Revise su nombre: en Odoo Online es la primera parte de la dirección.',
  },
  'odoo.blocked': {
    what: 'Un proxy o cortafuegos delante de {host} nos rechaza (estado {status}).',
    todo: 'Pida a quien lo administra que deje pasar a Puente. Seguimos intentando.',
  },
  'odoo.not_odoo': {
    what: 'En {host} no responde ningún Odoo.',
    todo: 'Indique la dirección que ve en el navegador cuando trabaja en Odoo.',
  },
  'odoo.missing_right': {
    what: 'El usuario de Odoo no puede leer «{model}».',
    todo: 'En Odoo dé a este usuario permiso de leer facturas, pagos y contactos y pruebe de nuevo.',
  },
  'odoo.missing_field': {
    what: 'El usuario de Odoo no puede leer el campo «{field}» de «{model}».',
    todo: 'En Odoo dé a este usuario el permiso contable que muestra este campo y pruebe de nuevo.',
  },
  'odoo.module_missing': { what: 'Este Odoo no tiene «{model}».', todo: 'Instale la app «Facturación» en Odoo y pruebe de nuevo.' },
  'odoo.plan_without_api': {
    what: 'Su plan de Odoo no incluye la API externa.',
    todo: 'Odoo Online la ofrece con el plan Personalizado; pida a Odoo el cambio de plan.',
  },
  'odoo.company_not_allowed': {
    what: 'El usuario de Odoo no tiene acceso a una de las empresas elegidas.',
    todo: 'En Odoo agregue la empresa a las permitidas de este usuario, o déjela fuera aquí.',
  },
  'odoo.version_too_old': {
    what: 'Este es Odoo {version}; Puente funciona con {oldest} y posteriores.',
    todo: 'Actualice Odoo y conéctelo después.',
  },
  'odoo.version_without_hints': {
    what: 'Odoo {version} no puede avisar de sus cambios; es posible desde {needed}.',
    todo: 'No hay nada que hacer: se pregunta a Odoo cuando alguien abre una tarjeta y al menos cada 15 minutos.',
  },
  'odoo.automation_not_installed': {
    what: 'La app «Reglas de automatización» no está instalada en Odoo.',
    todo: 'No hace falta hacer nada: se pregunta a Odoo cuando alguien abre una tarjeta y al menos cada 15 minutos. Con ella, los cambios llegan en segundos.',
  },
  'odoo.hints_need_newer_version': {
    what: 'Este es Odoo {version}; puede avisar de sus cambios desde {needed}.',
    todo: 'No hay nada que hacer: se pregunta a Odoo cuando alguien abre una tarjeta y al menos cada 15 minutos.',
  },
  'odoo.hints_need_automation': {
    what: 'La app «Reglas de automatización» no está instalada en Odoo.',
    todo: 'Instálela en Odoo en Aplicaciones e intente de nuevo.',
  },
  'odoo.administrator_needed': {
    what: 'Este usuario no puede cambiar reglas de automatización en Odoo.',
    todo: 'Indique un usuario con el permiso «Administración: Ajustes», o siga los pasos a mano.',
  },
  'odoo.busy': { what: 'Odoo nos pide esperar.', todo: 'No hay nada que hacer: sigue solo.' },
  'odoo.unavailable': {
    what: 'Odoo tiene una falla en este momento (estado {status}).',
    todo: 'Lo intentamos de nuevo. Si continúa, pregunte a quien administra su Odoo.',
  },
  'odoo.database_busy': { what: 'La base de datos de Odoo estaba ocupada.', todo: 'No hay nada que hacer: lo intentamos de nuevo.' },
  'odoo.server_error': {
    what: 'Odoo falló al responder.',
    todo: 'Lo intentamos de nuevo. Si continúa, pregunte a quien administra su Odoo.',
  },
  'odoo.field_unknown': {
    what: 'Odoo rechaza un campo de «{model}».',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte: quizá su Odoo está adaptado.',
  },
  'odoo.unreadable_answer': {
    what: '{host} responde, pero no como lo hace Odoo.',
    todo: 'Revise la dirección, y que no haya una página de acceso o un proxy delante de Odoo.',
  },
  'odoo.unexpected_answer': {
    what: 'Odoo respondió de una forma que no entendemos.',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte.',
  },
  'odoo.unreadable_record': {
    what: 'Odoo envió un registro que no entendemos; se deja fuera.',
    todo: 'Corrija el registro en Odoo. Si parece correcto, contacte a soporte.',
  },
  'odoo.refused': {
    what: 'Odoo rechaza el registro: {message}',
    todo: 'Corrija el valor en HubSpot, o en Odoo lo que dice; después intente de nuevo.',
  },
  'odoo.no_such_choice': {
    what: 'Odoo no tiene esa opción: {message}',
    todo: 'Elija uno de los valores que tiene Odoo, o agréguelo en Odoo; después intente de nuevo.',
  },
  'odoo.field_not_writable': {
    what: 'El campo «{field}» de este contacto no se puede escribir en Odoo.',
    todo: 'Quítelo de la asignación de campos. Las personas de una organización tienen su ID fiscal, dirección y condiciones.',
  },
  'odoo.preview_needs_newer_version': {
    what: 'Odoo {version} no puede mostrar un pedido antes de crearlo; {needed} y posteriores sí.',
    todo: 'No hay nada que hacer: la cotización muestra los importes.',
  },
  'odoo.may_not_write_contacts': {
    what: 'El usuario de Odoo no puede crear ni cambiar contactos.',
    todo: 'Para leer de Odoo no hace falta hacer nada. Para escribir clientes desde HubSpot, dé a este usuario el permiso «Creación de contactos» (Permisos adicionales).',
  },
  'odoo.own_orders_only': {
    what: 'El usuario de Odoo solo ve y crea pedidos propios, no los de otros vendedores.',
    todo: 'Si no se usan pedidos no hace falta hacer nada. Si se usan, dé a este usuario el permiso «Usuario: Todos los documentos» (Ventas).',
  },
};
