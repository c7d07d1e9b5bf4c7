import type { Explained } from '../common/explain.ts';

/** Where many records have one reason, in place of the sentence that names the value of one. */
export const OF_MANY_EN = {
  'customer.tax_id_malformed.of_many': {
    what: 'Their tax ID does not have the form of their country.',
    todo: 'Correct the tax IDs on the HubSpot records, or the country where that is wrong. The examples show the values.',
  },
  'customer.tax_id_check_digit.of_many': {
    what: 'The check digit of their tax ID does not fit: a digit may be mistyped.',
    todo: 'Compare it with a document of the customer. It is sent as it is. The examples show the values.',
  },
  'customer.tax_id_generic.of_many': {
    what: 'Their tax ID is one that many share, so it identifies nobody.',
    todo: 'Enter the customer’s own tax ID if it has one. With the general one the customer is found by other facts only.',
  },
  'customer.tax_id_not_in_vies.of_many': {
    what: 'The EU’s VIES service does not know their VAT number.',
    todo: 'Compare them with documents of the customers. Firms that are not registered for trade between EU countries are not in VIES: if the number is right, have the customer created from the card, or leave it as it is.',
  },
  'customer.country_unknown.of_many': {
    what: 'Their country is none that we recognise.',
    todo: 'Write the country in full or as its two-letter code (for example MX) on the HubSpot records.',
  },
  'customer.state_unknown.of_many': {
    what: 'Their state is none that the ERP knows in their country.',
    todo: 'Write the state on the HubSpot records as the ERP has it, or leave it empty.',
  },
  'customer.state_unnamed.of_many': {
    what: 'The ERP does not tell what their states are called.',
    todo: 'Allow Puente’s user of the ERP to read the list of states, then save the rules under "Customers" again: they take the names over.',
  },
  'customer.value_unknown.of_many': {
    what: 'The other side has no value like theirs for "{field}".',
    todo: 'Add the values to the translation of this field under "Customers", or choose others. The examples show them.',
  },
  'customer.email_invalid.of_many': {
    what: 'Their e-mail address is none.',
    todo: 'Correct the addresses on the records. The examples show them.',
  },
  'customer.number_invalid.of_many': {
    what: 'What they hold is no number, as "{field}" asks for.',
    todo: 'Correct the values on the records. The examples show them.',
  },
  'customer.date_invalid.of_many': {
    what: 'What they hold is no date, as "{field}" asks for.',
    todo: 'Correct the values on the records. The examples show them.',
  },
  'relation.person_cannot_move.of_many': {
    what: 'In HubSpot they belong to other companies than in the ERP, and the ERP moves no contact persons.',
    todo: 'The card of each contact says what can be done.',
  },
  'command.waiting_other.of_many': {
    what: 'Other records with the same tax ID are being made customers.',
    todo: 'Nothing to do: they go on by themselves.',
  },
} satisfies Record<string, Explained>;

export const OF_MANY_ES: Record<keyof typeof OF_MANY_EN, Explained> = {
  'customer.tax_id_malformed.of_many': {
    what: 'Su ID fiscal no tiene la forma de su país.',
    todo: 'Corrija los ID fiscales en los registros de HubSpot, o el país donde sea el equivocado. Los ejemplos muestran los valores.',
  },
  'customer.tax_id_check_digit.of_many': {
    what: 'El dígito verificador de su ID fiscal no cuadra: quizá hay un error al escribirlo.',
    todo: 'Compárelo con un documento del cliente. Se envía tal como está. Los ejemplos muestran los valores.',
  },
  'customer.tax_id_generic.of_many': {
    what: 'Su ID fiscal lo comparten muchos, así que no identifica a nadie.',
    todo: 'Escriba el propio del cliente si lo tiene. Con el general se le encuentra solo por otros datos.',
  },
  'customer.tax_id_not_in_vies.of_many': {
    what: 'El servicio VIES de la UE no conoce su número de IVA europeo (VAT).',
    todo: 'Compárelos con documentos de los clientes. Quien no está registrado para operar entre países de la UE no figura en VIES: si el número es correcto, cree el cliente desde la tarjeta o déjelo como está.',
  },
  'customer.country_unknown.of_many': {
    what: 'Su país no es uno que reconozcamos.',
    todo: 'Escriba el país completo o con su código de dos letras (por ejemplo, MX) en los registros de HubSpot.',
  },
  'customer.state_unknown.of_many': {
    what: 'Su estado no es uno que el ERP conozca en su país.',
    todo: 'Escriba el estado en los registros de HubSpot como lo tiene el ERP, o déjelo vacío.',
  },
  'customer.state_unnamed.of_many': {
    what: 'El ERP no dice cómo se llaman sus estados.',
    todo: 'Permita al usuario de Puente en el ERP leer la lista de estados y guarde de nuevo las reglas en «Clientes»: toman de ahí los nombres.',
  },
  'customer.value_unknown.of_many': {
    what: 'El otro lado no tiene un valor como el suyo para «{field}».',
    todo: 'Agregue los valores a la traducción de este campo en «Clientes», o elija otros. Los ejemplos los muestran.',
  },
  'customer.email_invalid.of_many': {
    what: 'Su correo no es válido.',
    todo: 'Corrija los correos en los registros. Los ejemplos los muestran.',
  },
  'customer.number_invalid.of_many': {
    what: 'Lo que tienen no es un número, como lo pide «{field}».',
    todo: 'Corrija los valores en los registros. Los ejemplos los muestran.',
  },
  'customer.date_invalid.of_many': {
    what: 'Lo que tienen no es una fecha, como la pide «{field}».',
    todo: 'Corrija los valores en los registros. Los ejemplos los muestran.',
  },
  'relation.person_cannot_move.of_many': {
    what: 'En HubSpot pertenecen a otras empresas que en el ERP, y el ERP no mueve personas de contacto.',
    todo: 'La tarjeta de cada contacto dice qué se puede hacer.',
  },
  'command.waiting_other.of_many': {
    what: 'Otros registros con el mismo ID fiscal se están creando como clientes.',
    todo: 'No hay nada que hacer: siguen por sí solos.',
  },
};
