import type { Explained } from '../../common/explain.ts';

export const EN = {
  'sap-b1.blocked': {
    what: 'A proxy or firewall in front of {host} refuses us (status {status}).',
    todo: 'Ask whoever runs it to let Puente through. We keep trying.',
  },
  'sap-b1.not_service_layer': {
    what: 'No Service Layer of SAP Business One answers at {host}.',
    todo: 'Enter the address of the Service Layer, usually with :50000 at the end; that of the web client is another one.',
  },
  'sap-b1.database_or_password': {
    what: 'SAP Business One does not know the company database {companyDb}, or refuses the user or the password.',
    todo: 'Check the three, upper and lower case included. Some versions give the same answer for all of them.',
  },
  'sap-b1.access_denied': {
    what: 'SAP Business One refused the user {user} or the password.',
    todo: 'Check both. After a second try we stop, because several wrong passwords lock the user.',
  },
  'sap-b1.user_locked': {
    what: 'The user {user} is locked in SAP Business One.',
    todo: 'Unlock the user in SAP Business One (Administration → Setup → General → Users), then test again.',
  },
  'sap-b1.no_licence': {
    what: 'The user {user} has no free license in SAP Business One.',
    todo: 'Assign a license to this user (Administration → License), or close sessions that are no longer used.',
  },
  'sap-b1.login_refused': {
    what: 'SAP Business One refused the login of {user} to {companyDb} (error {errorCode}).',
    todo: 'Check company database, user, password and license.',
  },
  'sap-b1.missing_right': {
    what: 'The user may not read "{object}" in SAP Business One.',
    todo: 'Give this user the right to read it (Administration → System Initialization → Authorizations), then test again.',
  },
  'sap-b1.patch_level_too_old': {
    what: 'This version of SAP Business One does not show all we need of "{object}".',
    todo: 'Puente works with SAP Business One 9.3 and later. Ask your SAP partner for an update.',
  },
  'sap-b1.busy': { what: 'SAP Business One asks us to wait.', todo: 'Nothing to do: it goes on by itself.' },
  'sap-b1.unavailable': {
    what: 'SAP Business One at {host} has a fault at the moment (status {status}).',
    todo: 'We try again by ourselves. If it stays, ask whoever runs your SAP Business One to look at the Service Layer.',
  },
  'sap-b1.session_lost': {
    what: 'SAP Business One ended our session as soon as it began.',
    todo: 'We try again by ourselves. If it stays, the Service Layer needs a restart, or the proxy in front of it drops cookies.',
  },
  'sap-b1.request_refused': {
    what: 'SAP Business One refuses to show "{resource}" (error {errorCode}).',
    todo: 'We try again by ourselves. If it stays, contact support: your version may differ.',
  },
  'sap-b1.unreadable_answer': {
    what: '{host} answers, but not in the way SAP Business One does.',
    todo: 'Check the address, and that no login page or proxy stands in front of the Service Layer.',
  },
  'sap-b1.unexpected_answer': {
    what: 'SAP Business One answered in a way we do not understand.',
    todo: 'We try again by ourselves. If it stays, contact support.',
  },
  'sap-b1.unreadable_record': {
    what: 'SAP Business One sent a record we cannot understand (field {field}); it is left out.',
    todo: 'Correct the record in SAP Business One. If it looks right, contact support.',
  },
  'sap-b1.refused': {
    what: 'SAP Business One refuses this: {message}',
    todo: 'Correct the value in HubSpot, or the rule in SAP Business One, and try again.',
  },
  'sap-b1.invalid_value': {
    what: 'The value of "{field}" is missing, or not one that SAP Business One could take.',
    todo: 'Correct the value in HubSpot, or the rule of this field.',
  },
  'sap-b1.state_of_other_country': {
    what: 'The state in "{field}" does not belong to the country of the address.',
    todo: 'Correct the state or the country; let a rule write both.',
  },
  'sap-b1.limited_by_days': {
    what: 'The business partner has days from or to which it is active or inactive: archiving it would lose them.',
    todo: 'Change it by hand in SAP Business One (tab "General"), or take the days off and retry.',
  },
  'sap-b1.contact_name_taken': {
    what: 'This customer already has a contact person of that name in SAP Business One.',
    todo: 'Link the contact with that person. If they are two people, tell their names apart.',
  },
  'sap-b1.key_field_missing': {
    what: 'Customers get their code from a numbering series, so Puente needs the user-defined field {field} ({size} characters) to recognise them.',
    todo: 'Add it to business partners (Tools → Customization Tools → User-Defined Fields: alphanumeric), let the user read user-defined fields, restart the Service Layer, and try again.',
  },
  'sap-b1.field_not_served': {
    what: 'The Service Layer does not know one of the user-defined fields yet.',
    todo: 'Restart the Service Layer on every server. If the field was removed, end the rule that uses it.',
  },
  'sap-b1.record_busy': {
    what: 'Somebody else is changing "{object}" in SAP Business One at this moment.',
    todo: 'Nothing to do: we try again by ourselves.',
  },
  'sap-b1.internal_error': {
    what: 'SAP Business One had an internal error (error {errorCode}).',
    todo: 'We try again by ourselves. If it stays, ask your SAP partner.',
  },
  'sap-b1.outcome_unknown': {
    what: 'SAP Business One did not say whether it made this change.',
    todo: 'Nothing to do: we look there before we try again.',
  },
} satisfies Record<string, Explained>;

export const ES: Record<keyof typeof EN, Explained> = {
  'sap-b1.blocked': {
    what: 'Un proxy o cortafuegos delante de {host} nos rechaza (estado {status}).',
    todo: 'Pida a quien lo administra que deje pasar a Puente. Seguimos intentando.',
  },
  'sap-b1.not_service_layer': {
    what: 'En {host} no responde ningún Service Layer de SAP Business One.',
    todo: 'Indique la dirección del Service Layer, normalmente con :50000 al final; la del cliente web es otra.',
  },
  'sap-b1.database_or_password': {
    what: 'SAP Business One no conoce la base de datos {companyDb}, o rechaza el usuario o la contraseña.',
    todo: 'Revise los tres, también mayúsculas y minúsculas. Algunas versiones responden lo mismo en todos los casos.',
  },
  'sap-b1.access_denied': {
    what: 'SAP Business One rechazó el usuario {user} o la contraseña.',
    todo: 'Revise ambos. Tras un segundo intento paramos, porque varias contraseñas erróneas bloquean al usuario.',
  },
  'sap-b1.user_locked': {
    what: 'El usuario {user} está bloqueado en SAP Business One.',
    todo: 'Desbloquéelo en SAP Business One (Gestión → Definiciones → General → Usuarios) y pruebe de nuevo.',
  },
  'sap-b1.no_licence': {
    what: 'El usuario {user} no tiene una licencia libre en SAP Business One.',
    todo: 'Asigne una licencia a este usuario (Gestión → Licencia), o cierre sesiones que ya no se usan.',
  },
  'sap-b1.login_refused': {
    what: 'SAP Business One rechazó el inicio de sesión de {user} en {companyDb} (error {errorCode}).',
    todo: 'Revise base de datos, usuario, contraseña y licencia.',
  },
  'sap-b1.missing_right': {
    what: 'El usuario no puede leer «{object}» en SAP Business One.',
    todo: 'Dele permiso de leerlo (Gestión → Inicialización sistema → Autorizaciones) y pruebe de nuevo.',
  },
  'sap-b1.patch_level_too_old': {
    what: 'Esta versión de SAP Business One no muestra todo lo que necesitamos de «{object}».',
    todo: 'Puente funciona con SAP Business One 9.3 y posteriores. Pida una actualización a su socio de SAP.',
  },
  'sap-b1.busy': { what: 'SAP Business One nos pide esperar.', todo: 'No hay nada que hacer: sigue solo.' },
  'sap-b1.unavailable': {
    what: 'SAP Business One en {host} tiene una falla en este momento (estado {status}).',
    todo: 'Lo intentamos de nuevo. Si continúa, pida a quien administra su SAP Business One que revise el Service Layer.',
  },
  'sap-b1.session_lost': {
    what: 'SAP Business One terminó nuestra sesión apenas empezó.',
    todo: 'Lo intentamos de nuevo. Si continúa, hay que reiniciar el Service Layer, o el proxy de delante elimina las cookies.',
  },
  'sap-b1.request_refused': {
    what: 'SAP Business One se niega a mostrar «{resource}» (error {errorCode}).',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte: quizá su versión es distinta.',
  },
  'sap-b1.unreadable_answer': {
    what: '{host} responde, pero no como lo hace SAP Business One.',
    todo: 'Revise la dirección, y que no haya una página de acceso o un proxy delante del Service Layer.',
  },
  'sap-b1.unexpected_answer': {
    what: 'SAP Business One respondió de una forma que no entendemos.',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte.',
  },
  'sap-b1.unreadable_record': {
    what: 'SAP Business One envió un registro que no entendemos (campo {field}); se deja fuera.',
    todo: 'Corrija el registro en SAP Business One. Si parece correcto, contacte a soporte.',
  },
  'sap-b1.refused': {
    what: 'SAP Business One lo rechaza: {message}',
    todo: 'Corrija el valor en HubSpot, o la regla en SAP Business One, e intente de nuevo.',
  },
  'sap-b1.invalid_value': {
    what: 'El valor de «{field}» falta, o no es uno que SAP Business One pueda recibir.',
    todo: 'Corrija el valor en HubSpot, o la regla de este campo.',
  },
  'sap-b1.state_of_other_country': {
    what: 'El estado en «{field}» no es del país de la dirección.',
    todo: 'Corrija el estado o el país; haga que las reglas escriban ambos.',
  },
  'sap-b1.limited_by_days': {
    what: 'El socio de negocios tiene días desde o hasta los que está activo o inactivo: archivarlo los perdería.',
    todo: 'Cámbielo a mano en SAP Business One (ficha «General»), o quite los días y reintente.',
  },
  'sap-b1.contact_name_taken': {
    what: 'Este cliente ya tiene una persona de contacto con ese nombre en SAP Business One.',
    todo: 'Vincule el contacto con esa persona. Si son dos personas, distinga sus nombres.',
  },
  'sap-b1.key_field_missing': {
    what: 'Los clientes toman su código de una serie de numeración, por eso Puente necesita el campo de usuario {field} ({size} caracteres) para reconocerlos.',
    todo: 'Agréguelo a los socios de negocios (Herramientas → Herramientas de personalización → Campos definidos por el usuario: alfanumérico), deje que el usuario lea los campos de usuario, reinicie el Service Layer e intente de nuevo.',
  },
  'sap-b1.field_not_served': {
    what: 'El Service Layer aún no conoce uno de los campos de usuario.',
    todo: 'Reinicie el Service Layer en cada servidor. Si el campo se eliminó, termine la regla que lo usa.',
  },
  'sap-b1.record_busy': {
    what: 'Alguien está modificando «{object}» en SAP Business One en este momento.',
    todo: 'No hay nada que hacer: lo intentamos de nuevo.',
  },
  'sap-b1.internal_error': {
    what: 'SAP Business One tuvo un error interno (error {errorCode}).',
    todo: 'Lo intentamos de nuevo. Si continúa, pregunte a su socio de SAP.',
  },
  'sap-b1.outcome_unknown': {
    what: 'SAP Business One no dijo si hizo este cambio.',
    todo: 'No hay nada que hacer: antes de repetirlo miramos allí.',
  },
};
