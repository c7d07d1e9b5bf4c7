import type { Explained } from '../../common/explain.ts';

export const EN = {
  'sap-s4.blocked': {
    what: 'A proxy or firewall in front of {host} refuses us (status {status}).',
    todo: 'Ask whoever runs it to let Puente through. We keep trying.',
  },
  'sap-s4.not_s4': {
    what: 'No services of SAP S/4HANA answer at {host}.',
    todo: 'Enter the address of the API host; in the cloud it contains "-api", and that of the browser is another one.',
  },
  'sap-s4.access_denied': {
    what: 'SAP S/4HANA refused the user {user} or the password.',
    todo: 'Check both, and that the communication user is not locked. Several wrong passwords lock it.',
  },
  'sap-s4.token_refused': {
    what: 'SAP S/4HANA refused the token that was given out to {user}.',
    todo: 'Check that the client ID belongs to the communication arrangements of this system.',
  },
  'sap-s4.client_refused': {
    what: 'The token service at {host} refused the client ID {user} or its secret.',
    todo: 'Check both.',
  },
  'sap-s4.no_token_service': {
    what: 'Nobody gives out tokens at {host} (status {status}).',
    todo: 'Enter the token address that the communication arrangement shows, or leave it empty to sign in with user and password.',
  },
  'sap-s4.missing_scenario': {
    what: 'The communication user may not use {service}: the scenario {scenario} is missing.',
    todo: 'Create a communication arrangement for {scenario} with this user (app "Communication Arrangements"), then test again.',
  },
  'sap-s4.company_not_allowed': {
    what: 'The communication user does not see the company codes {companies}.',
    todo: 'Leave them out here, or let the user see them, then test again.',
  },
  'sap-s4.no_company_seen': {
    what: 'The communication user sees no company code.',
    todo: 'Let the user see the company codes that are to be read, then test again.',
  },
  'sap-s4.no_journal_seen': {
    what: 'Invoices of company code {company} are posted, but we see none of their items in accounting.',
    todo: 'Let the communication user read journal entries of this company code. Until then its invoices look as if they were not posted.',
  },
  'sap-s4.release_too_old': {
    what: 'This release of SAP S/4HANA does not show all we need of "{object}" ({message}).',
    todo: 'Contact support with this sentence: your release may differ.',
  },
  'sap-s4.warning': {
    what: 'SAP S/4HANA answered with a warning: {message}',
    todo: 'The reading goes on. Ask whoever runs SAP S/4HANA if it stays.',
  },
  'sap-s4.busy': { what: 'SAP S/4HANA asks us to wait.', todo: 'Nothing to do: it goes on by itself.' },
  'sap-s4.unavailable': {
    what: 'SAP S/4HANA at {host} has a fault at the moment (status {status}).',
    todo: 'We try again by ourselves. If it stays, ask whoever runs SAP S/4HANA.',
  },
  'sap-s4.request_refused': {
    what: 'SAP S/4HANA refuses to show "{object}" (error {errorCode}).',
    todo: 'We try again by ourselves. If it stays, contact support: your release may differ.',
  },
  'sap-s4.unreadable_answer': {
    what: '{host} answers, but not in the way SAP S/4HANA does.',
    todo: 'Check the address, and that no login page or proxy stands in front of the services.',
  },
  'sap-s4.unexpected_answer': {
    what: 'SAP S/4HANA answered in a way we do not understand.',
    todo: 'We try again by ourselves. If it stays, contact support.',
  },
  'sap-s4.unreadable_record': {
    what: 'SAP S/4HANA sent a record we cannot understand (field {field}); it is left out.',
    todo: 'Correct the record in SAP S/4HANA. If it looks right, contact support.',
  },
} satisfies Record<string, Explained>;

export const ES: Record<keyof typeof EN, Explained> = {
  'sap-s4.blocked': {
    what: 'Un proxy o cortafuegos delante de {host} nos rechaza (estado {status}).',
    todo: 'Pida a quien lo administra que deje pasar a Puente. Seguimos intentando.',
  },
  'sap-s4.not_s4': {
    what: 'En {host} no responde ningún servicio de SAP S/4HANA.',
    todo: 'Indique la dirección del host de API; en la nube contiene «-api», y la del navegador es otra.',
  },
  'sap-s4.access_denied': {
    what: 'SAP S/4HANA rechazó el usuario {user} o la contraseña.',
    todo: 'Revise ambos, y que el usuario de comunicación no esté bloqueado. Varias contraseñas erróneas lo bloquean.',
  },
  'sap-s4.token_refused': {
    what: 'SAP S/4HANA rechazó el token que se dio a {user}.',
    todo: 'Revise que el ID de cliente sea de los acuerdos de comunicación de este sistema.',
  },
  'sap-s4.client_refused': {
    what: 'El servicio de tokens en {host} rechazó el ID de cliente {user} o su secreto.',
    todo: 'Revise ambos.',
  },
  'sap-s4.no_token_service': {
    what: 'En {host} nadie da tokens (estado {status}).',
    todo: 'Indique la dirección de tokens que muestra el acuerdo de comunicación, o déjela vacía para entrar con usuario y contraseña.',
  },
  'sap-s4.missing_scenario': {
    what: 'El usuario de comunicación no puede usar {service}: falta el escenario {scenario}.',
    todo: 'Cree un acuerdo de comunicación para {scenario} con este usuario (app «Acuerdos de comunicación») y pruebe de nuevo.',
  },
  'sap-s4.company_not_allowed': {
    what: 'El usuario de comunicación no ve las sociedades {companies}.',
    todo: 'Quítelas aquí, o deje que el usuario las vea, y pruebe de nuevo.',
  },
  'sap-s4.no_company_seen': {
    what: 'El usuario de comunicación no ve ninguna sociedad.',
    todo: 'Deje que el usuario vea las sociedades que se van a leer y pruebe de nuevo.',
  },
  'sap-s4.no_journal_seen': {
    what: 'Hay facturas contabilizadas de la sociedad {company}, pero no vemos ninguna de sus partidas en contabilidad.',
    todo: 'Deje que el usuario de comunicación lea los asientos de esta sociedad. Mientras tanto sus facturas parecen no contabilizadas.',
  },
  'sap-s4.release_too_old': {
    what: 'Esta versión de SAP S/4HANA no muestra todo lo que necesitamos de «{object}» ({message}).',
    todo: 'Contacte a soporte con esta frase: quizá su versión es distinta.',
  },
  'sap-s4.warning': {
    what: 'SAP S/4HANA respondió con una advertencia: {message}',
    todo: 'La lectura sigue. Pregunte a quien administra SAP S/4HANA si continúa.',
  },
  'sap-s4.busy': { what: 'SAP S/4HANA nos pide esperar.', todo: 'No hay nada que hacer: sigue solo.' },
  'sap-s4.unavailable': {
    what: 'SAP S/4HANA en {host} tiene una falla en este momento (estado {status}).',
    todo: 'Lo intentamos de nuevo. Si continúa, pregunte a quien administra SAP S/4HANA.',
  },
  'sap-s4.request_refused': {
    what: 'SAP S/4HANA se niega a mostrar «{object}» (error {errorCode}).',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte: quizá su versión es distinta.',
  },
  'sap-s4.unreadable_answer': {
    what: '{host} responde, pero no como lo hace SAP S/4HANA.',
    todo: 'Revise la dirección, y que no haya una página de acceso o un proxy delante de los servicios.',
  },
  'sap-s4.unexpected_answer': {
    what: 'SAP S/4HANA respondió de una forma que no entendemos.',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte.',
  },
  'sap-s4.unreadable_record': {
    what: 'SAP S/4HANA envió un registro que no entendemos (campo {field}); se deja fuera.',
    todo: 'Corrija el registro en SAP S/4HANA. Si parece correcto, contacte a soporte.',
  },
};
