import type { Explained } from '../../common/explain.ts';

export const EN = {
  'sap-s4.blocked': {
    what: 'A proxy or firewall in front of {host} refuses us (status {status}).',
    todo: 'Ask whoever runs it to let Puente through. We keep trying.',
  },
  'sap-s4.not_s4': {
    what: 'No services of SAP S/4HANA answer at {host}.',
    todo: 'Enter the address of the API host; in the cloud it contains "‑api", and that of the browser is another one.',
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
  'sap-s4.not_arranged': {
    what: 'The scenario {scenario} ({service}) is missing, so products, prices or stock cannot be read.',
    todo: 'Only where HubSpot is to show products: create a communication arrangement for {scenario} with this user. The rest works without it.',
  },
  'sap-s4.orders_not_arranged': {
    what: 'The scenario {scenario} ({service}) is missing, so not all of orders, quotations and deliveries can be read.',
    todo: 'Only where HubSpot is to show orders: create a communication arrangement for {scenario} with this user. The rest works without it.',
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
    todo: 'Reading continues. Ask whoever runs SAP S/4HANA if it stays.',
  },
  'sap-s4.refused': {
    what: 'SAP S/4HANA refuses the change: {message}',
    todo: 'Correct what it names, in HubSpot or in SAP S/4HANA, then try again.',
  },
  'sap-s4.invalid_value': {
    what: 'The value of {field} cannot be said to SAP S/4HANA.',
    todo: 'Correct it in HubSpot, or choose another field in the rules for customers.',
  },
  'sap-s4.choose_for_new': {
    what: 'Nobody said which {field} new customers get, and customers have several.',
    todo: 'Choose one in the rules for customers under the values for new ones, or enter it with the connection.',
  },
  'sap-s4.no_simulation': {
    what: 'SAP S/4HANA cannot show an order before it is created: {service} is missing.',
    todo: 'It belongs to {scenario}; on systems of your own, have it activated. Orders are created all the same.',
  },
  'sap-s4.no_sales_area': {
    what: 'Customer {customer} has no sales area in SAP S/4HANA, so nobody can sell to it.',
    todo: 'Let whoever runs SAP S/4HANA add the sales area to the business partner, then try again.',
  },
  'sap-s4.several_sales_areas': {
    what: 'Customer {customer} has several sales areas ({areas}), and nobody said which one is meant.',
    todo: 'Enter one of them with the connection, or choose a company under "Orders", then try again.',
  },
  'sap-s4.record_busy': {
    what: 'Somebody else is changing this record in SAP S/4HANA ({object}).',
    todo: 'Nothing to do: we try again in half a minute.',
  },
  'sap-s4.outcome_unknown': {
    what: 'SAP S/4HANA did not say whether it made a change ({object}).',
    todo: 'Nothing to do: we look it up before anything is repeated.',
  },
  'sap-s4.no_csrf_token': {
    what: 'SAP S/4HANA gives out no token, without which nothing can be changed.',
    todo: 'Ask whoever runs the proxy in front of it to let the header x-csrf-token and cookies through.',
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
    todo: 'Indique la dirección del host de API; en la nube contiene «‑api», y la del navegador es otra.',
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
  'sap-s4.not_arranged': {
    what: 'Falta el escenario {scenario} ({service}), así que no se pueden leer productos, precios o existencias.',
    todo: 'Solo si HubSpot ha de mostrar productos: cree un acuerdo de comunicación para {scenario} con este usuario. Lo demás funciona sin él.',
  },
  'sap-s4.orders_not_arranged': {
    what: 'Falta el escenario {scenario} ({service}), así que no se pueden leer todos los datos de pedidos, cotizaciones y entregas.',
    todo: 'Solo si HubSpot ha de mostrar pedidos: cree un acuerdo de comunicación para {scenario} con este usuario. Lo demás funciona sin él.',
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
    todo: 'La lectura continúa. Si la advertencia persiste, pregunte a quien administra SAP S/4HANA.',
  },
  'sap-s4.refused': {
    what: 'SAP S/4HANA rechaza el cambio: {message}',
    todo: 'Corrija lo que nombra, en HubSpot o en SAP S/4HANA, e intente de nuevo.',
  },
  'sap-s4.invalid_value': {
    what: 'El valor de {field} no se puede dar a SAP S/4HANA.',
    todo: 'Corríjalo en HubSpot, o elija otro campo en las reglas de clientes.',
  },
  'sap-s4.choose_for_new': {
    what: 'Nadie dijo qué {field} reciben los clientes nuevos, y los clientes tienen varios.',
    todo: 'Elija uno en las reglas de clientes, en los valores para los nuevos, o indíquelo en la conexión.',
  },
  'sap-s4.no_simulation': {
    what: 'SAP S/4HANA no puede mostrar un pedido antes de crearlo: falta {service}.',
    todo: 'Forma parte de {scenario}; en sistemas propios, pida que lo activen. Los pedidos se crean igual.',
  },
  'sap-s4.no_sales_area': {
    what: 'El cliente {customer} no tiene área de ventas en SAP S/4HANA, así que nadie puede venderle.',
    todo: 'Pida a quien administra SAP S/4HANA que agregue el área de ventas al socio comercial y vuelva a intentarlo.',
  },
  'sap-s4.several_sales_areas': {
    what: 'El cliente {customer} tiene varias áreas de ventas ({areas}) y nadie dijo cuál es.',
    todo: 'Indique una de ellas en la conexión, o elija una empresa en «Pedidos», y vuelva a intentarlo.',
  },
  'sap-s4.record_busy': {
    what: 'Alguien está cambiando este registro en SAP S/4HANA ({object}).',
    todo: 'No hay nada que hacer: lo intentamos de nuevo en medio minuto.',
  },
  'sap-s4.outcome_unknown': {
    what: 'SAP S/4HANA no dijo si hizo un cambio ({object}).',
    todo: 'No hay nada que hacer: lo buscamos antes de repetir algo.',
  },
  'sap-s4.no_csrf_token': {
    what: 'SAP S/4HANA no da ningún token, y sin él no se puede cambiar nada.',
    todo: 'Pida a quien administra el proxy de delante que deje pasar la cabecera x-csrf-token y las cookies.',
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
