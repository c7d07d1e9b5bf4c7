import type { CUSTOMER_CODES_EN } from './codes.customers.en.ts';
import type { Explained } from './codes.en.ts';

export const CUSTOMER_CODES_ES: Record<keyof typeof CUSTOMER_CODES_EN, Explained> = {
  'customer.field_missing': {
    what: 'El ERP necesita «{field}», y HubSpot no tiene nada en «{property}».',
    todo: 'Complételo en el registro de HubSpot. Para lo que es igual en todos los clientes, por ejemplo un grupo, indique un valor por omisión en «Clientes»{inSettings}.',
  },
  'customer.tax_id_malformed': {
    what: '{taxId} no es un ID fiscal de {country}: {form}.',
    todo: 'Corrija el ID fiscal en el registro de HubSpot, o el país si es el equivocado.',
  },
  'customer.tax_id_check_digit': {
    what: 'El dígito verificador del {taxIdKind} {taxId} no cuadra: quizá hay un error al escribirlo.',
    todo: 'Compárelo con un documento del cliente. Se envía tal como está.',
  },
  'customer.tax_id_generic': {
    what: '{taxId} es un ID fiscal genérico que muchos comparten; no identifica a nadie.',
    todo: 'Indique el ID fiscal propio del cliente si lo tiene. Con el genérico, al cliente solo se le encuentra por otros datos.',
  },
  'customer.tax_id_not_in_vies': {
    what: 'El servicio VIES de la UE no conoce el número de IVA europeo (VAT) {taxId}.',
    todo: 'Compárelo con un documento del cliente. Quien no está registrado para operar entre países de la UE no figura en VIES: si el número es correcto, cree el cliente desde la tarjeta o déjelo como está.',
  },
  'customer.country_unknown': {
    what: '«{text}» no es un país que reconozcamos.',
    todo: 'Escriba el país completo o con su código de dos letras (por ejemplo, MX) en el registro de HubSpot.',
  },
  'customer.state_unknown': {
    what: '«{text}» no es un estado de {country} que el ERP conozca.',
    todo: 'Escriba el estado en el registro de HubSpot como lo tiene el ERP, o déjelo vacío.',
  },
  'customer.state_unnamed': {
    what: 'El ERP no dice cómo se llama el estado {state}.',
    todo: 'Permita al usuario de Puente en el ERP leer la lista de estados y guarde de nuevo las reglas en «Clientes»: toman de ahí los nombres.',
  },
  'customer.made_before': {
    what: 'De este registro ya se creó un cliente, y los dos ya no están vinculados.',
    todo: 'No hay nada que hacer: ninguna regla crea otro. En la tarjeta del registro puede vincularse o crearse de nuevo como cliente.',
  },
  'customer.no_condition_met': {
    what: 'No se cumple ninguna condición para crear clientes: lo que pide está vacío o dice otra cosa.',
    todo: 'Donde deba haber un cliente, complete ese dato en el registro o agregue una condición.',
  },
  'customer.value_unknown': {
    what: 'El otro lado no tiene un valor como «{value}» para «{field}».',
    todo: 'Agréguelo a la traducción de este campo en «Clientes»{inSettings}, o elija otro valor.',
  },
  'customer.value_too_long': {
    what: 'El valor de «{field}» pasa de los {most} caracteres que caben.',
    todo: 'Acórtelo; nada se corta solo.',
  },
  'customer.email_invalid': { what: '«{text}» no es un correo válido.', todo: 'Corrija el correo en el registro.' },
  'customer.number_invalid': { what: '«{value}» no es un número, como lo pide «{field}».', todo: 'Corrija el valor en el registro.' },
  'customer.date_invalid': { what: '«{value}» no es una fecha, como la pide «{field}».', todo: 'Corrija el valor en el registro.' },
  'field.refused_by_erp': {
    what: 'El ERP no acepta el valor de «{field}»: {message}',
    todo: 'Corrija el valor en HubSpot o en el ERP; se reintenta solo. Hasta entonces cada lado conserva lo que tiene.',
  },
  'field.no_right': {
    what: 'El usuario de la conexión con el ERP no puede modificar clientes: {message}',
    todo: 'Quien administra el ERP da a ese usuario permiso para modificar clientes. Después se reintenta solo cada noche, o enseguida si usted reintenta. Hasta entonces cada lado conserva lo que tiene.',
  },
  'field.refused_by_hubspot': {
    what: 'HubSpot no acepta el valor de la propiedad {property} ({reason}).',
    todo: 'Corrija el valor en el ERP, o la propiedad en HubSpot; se reintenta solo.',
  },
  'relation.company_unlinked': {
    what: 'En HubSpot este registro pertenece a {company}, que (todavía) no es cliente del ERP, así que no se avisó al ERP.',
    todo: 'Vincule {company} con su cliente, o haga que se cree en el ERP, desde su tarjeta; lo demás sigue solo. Hasta entonces cada lado conserva lo que tiene.',
  },
  'relation.organisation_unlinked': {
    what: 'En el ERP este registro pertenece a {organisation}, que (todavía) no está vinculada con ninguna empresa de HubSpot, así que no se avisó a HubSpot.',
    todo: 'Vincule {organisation} con su empresa de HubSpot en «Por decidir»{inSettings}, o en la tarjeta de la empresa; lo demás sigue solo.',
  },
  'relation.person_cannot_move': {
    what: 'En HubSpot este contacto pertenece a {company}. En el ERP está bajo {organisation}, y el ERP no mueve personas de contacto.',
    todo: 'En la tarjeta de este contacto pulse «Quitar vínculo…» y después «Crear en …»: la persona se crea bajo {company}, y la que está bajo {organisation} se queda como está. Si HubSpot se equivoca, corrija allí la empresa principal.',
  },
  'field.not_undoable': {
    what: 'Este cambio ya no puede deshacerse: alguien ya lo deshizo o el valor ha cambiado desde entonces.',
    todo: 'Vuelva a mirar el historial y cambie el valor a mano en HubSpot o en el ERP.',
  },
  'customers.proposal_missing': {
    what: 'No hay ningún campo asignado: el ERP aún no había dicho qué campos tiene cuando se propusieron estas reglas. No se guardó nada.',
    todo: 'Vuelva a cargar esta página cuando el ERP responda: entonces se propone una asignación.',
  },
};
