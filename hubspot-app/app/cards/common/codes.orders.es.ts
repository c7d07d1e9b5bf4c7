/** Sentences about orders of deals. `satisfies` stands where they join the others. */
export const ORDER_CODES_ES = {
  'order.refused': {
    what: 'El ERP rechazó la solicitud. Su respuesta: «{message}»',
    todo: 'Corrija en el negocio, en las reglas de pedidos o en el ERP lo que este objeta: {fields}. Después reintente.',
  },
  'order.no_company': {
    what: 'El negocio no tiene empresa ni contacto.',
    todo: 'Asocie al negocio la empresa que compra; después sigue solo.',
  },
  'order.no_lines': {
    what: 'El negocio no tiene partidas.',
    todo: 'Agregue al negocio lo que se vende y reintente.',
  },
  'order.zero_amount': {
    what: 'El negocio suma cero.',
    todo: 'Ponga precios en sus partidas y reintente.',
  },
  'order.no_placeholder': {
    what: 'El producto que representa a los desconocidos no se vende en el ERP.',
    todo: 'Un administrador elige otro en «Pedidos»{inSettings}.',
  },
  'order.no_currency': {
    what: 'El negocio no indica moneda.',
    todo: 'Elija la moneda del negocio y reintente.',
  },
  'order.mixed_currency': {
    what: 'El negocio está en {deal} y una de sus partidas en {line}.',
    todo: 'Ponga todas las partidas en la moneda del negocio y reintente.',
  },
  'order.no_price': {
    what: 'Partidas sin precio: {product}.',
    todo: 'Escriba sus precios o deje que los ponga el ERP (reglas de pedidos) y reintente.',
  },
  'order.negative_price': {
    what: 'Partidas con precio negativo: {product}.',
    todo: 'Use un descuento en su lugar y reintente.',
  },
  'order.quantity_not_positive': {
    what: 'Partidas sin cantidad o con cantidad negativa: {product}.',
    todo: 'Corrija las cantidades y reintente.',
  },
  'order.discount_over_100': {
    what: 'Partidas con un descuento mayor que su precio: {product}.',
    todo: 'Corrija los descuentos y reintente.',
  },
  'order.unknown_product': {
    what: 'El ERP no conoce: {product}.',
    todo: 'Edite las partidas del negocio en HubSpot: ponga en su lugar un producto de la biblioteca o corrija su SKU. Después vuelva a intentarlo.',
  },
  'order.sku_missing': {
    what: 'Hay partidas de productos que el ERP no conoce y que no tienen SKU: {product}.',
    todo: 'Edite las partidas del negocio en HubSpot: escriba sus SKU o ponga en su lugar productos de la biblioteca. Después vuelva a intentarlo.',
  },
  'order.sku_too_long': {
    what: 'El SKU {product} es más largo de lo que admite el ERP: como máximo {most} caracteres.',
    todo: 'Acórtelo en la partida y reintente.',
  },
  'order.no_manual_codes': {
    what: 'El ERP numera sus productos por sí mismo, así que {product} no puede crearse con este SKU.',
    todo: 'Cree el producto en el ERP o pida que allí se agregue una serie de numeración manual para artículos; después reintente.',
  },
  'order.no_right_to_products': {
    what: 'El usuario de la conexión con el ERP no puede crear productos: {message}',
    todo: 'Dé a ese usuario el permiso de crear productos en el ERP y reintente.',
  },
  'order.product_refused': {
    what: 'El ERP rechaza crear el producto {product}: {message}',
    todo: 'Corrija aquello de lo que se queja en el negocio, en las reglas de pedidos o en el ERP y reintente.',
  },
  'order.product_to_make': {
    what: 'El ERP todavía no conoce estos productos y los crea primero: {product}.',
    todo: 'No hay nada que hacer si los SKU son correctos.',
  },
  'order.waiting_product': {
    what: 'El ERP tiene que crear primero estos productos: {product}.',
    todo: 'No hay nada que hacer: el pedido sigue por sí mismo.',
  },
  'order.product_answer_unknown': {
    what: 'El ERP no dijo si creó el producto.',
    todo: 'No hay nada que hacer: Puente busca antes su SKU en el ERP. Nunca se crea dos veces.',
  },
  'order.sending_unknown': {
    what: 'El ERP no dijo si envió el correo.',
    todo: 'Mire el documento en el ERP y envíelo allí si no salió. Puente no lo envía otra vez.',
  },
  'order.not_sendable': {
    what: 'El ERP no puede enviar esto por sí mismo: {document}.',
    todo: 'Solo se envían cotizaciones abiertas y facturas emitidas, y solo con versiones más nuevas del ERP.',
  },
  'order.no_address': { what: 'El cliente de {document} no tiene correo en el ERP.', todo: 'Escríbalo allí y reintente.' },
  'order.mail_server_failed': {
    what: 'El correo con {document} no salió: el ERP no pudo llegar a su servidor de correo saliente.',
    todo: 'Haga revisar el servidor de correo saliente en el ERP y envíelo otra vez.',
  },
  'order.mail_refused': {
    what: 'El correo con {document} no fue aceptado: {message}',
    todo: 'Revise el correo del cliente en el ERP y envíelo otra vez.',
  },
  'order.no_amount': {
    what: 'El negocio no tiene partidas ni un importe mayor que cero.',
    todo: 'Agregue al negocio lo que se vende, o escriba su importe, y reintente.',
  },
  'order.no_right_to_orders': {
    what: 'El usuario de la conexión con el ERP no puede hacer esto con pedidos: {message}',
    todo: 'Quien administra el ERP da a ese usuario permiso para crear y modificar pedidos de venta; después reintente.',
  },
  'order.no_right_to_send': {
    what: 'El usuario de la conexión con el ERP no puede enviar documentos por correo: {message}',
    todo: 'Quien administra el ERP da a ese usuario permiso para enviar cotizaciones y facturas; después reintente.',
  },
  'order.no_key_field': {
    what: 'El ERP no tiene un campo en el que una cotización pueda llevar la clave de Puente.',
    todo: 'Quien administra el ERP agrega el campo {field} ({size} caracteres) a cotizaciones y pedidos; después reintente.',
  },
  'order.no_such_choice': {
    what: 'El ERP ya no tiene lo que eligieron las reglas de pedidos: {choice}.',
    todo: 'Un administrador elige de nuevo en «Pedidos»{inSettings}; después reintente.',
  },
  'order.asks_person': {
    what: 'El ERP pregunta algo a una persona antes de seguir con {order}.',
    todo: 'Abra el pedido en el ERP, pulse ahí su botón y responda; después reintente.',
  },
  'order.document_gone': {
    what: 'El documento ya no está en el ERP.',
    todo: 'No hay nada que hacer si es correcto. Si no, créelo otra vez en el ERP.',
  },
  'order.ambiguous_product': {
    what: 'Varios productos del ERP tienen el mismo SKU: {product}.',
    todo: 'Elija el producto de la biblioteca o haga único el SKU en el ERP, y reintente.',
  },
  'order.product_not_sold': {
    what: 'El ERP ya no vende: {product}.',
    todo: 'Elija otro producto, o póngalo a la venta en el ERP, y reintente.',
  },
  'order.product_of_other_company': {
    what: 'Productos de otra empresa del ERP: {product}.',
    todo: 'Elija un producto de la empresa que vende, o cambie la empresa en las reglas de pedidos.',
  },
  'order.customer_blocked': {
    what: 'El ERP tiene bloqueado al cliente: {message}',
    todo: 'Pida a contabilidad que desbloquee al cliente y reintente.',
  },
  'order.customer_archived': {
    what: 'El cliente {customer} está archivado en el ERP.',
    todo: 'Reactívelo en el ERP o vincule otro cliente, y reintente.',
  },
  'order.own_company': {
    what: '{company} es la empresa que vende: nadie se pide a sí mismo.',
    todo: 'Ponga el cliente en el negocio o elija otra empresa en las reglas de pedidos; después reintente.',
  },
  'order.customer_gone': {
    what: 'El cliente ya no está en el ERP.',
    todo: 'Vincule otro cliente con la empresa en su tarjeta y reintente.',
  },
  'order.no_price_list': {
    what: 'El ERP no tiene lista de precios en {currency}.',
    todo: 'Un administrador elige una en «Pedidos» o la crea en el ERP; después reintente.',
  },
  'order.project_missing': {
    what: 'El servicio {product} necesita un proyecto en el ERP antes de pedirse.',
    todo: 'Elija su proyecto en el ERP y reintente.',
  },
  'order.not_amendable': {
    what: 'El ERP no permite cambiar este pedido: {message}',
    todo: 'Cámbielo en el ERP o devuelva el negocio a lo acordado.',
  },
  'order.not_cancellable': {
    what: 'El ERP no permite cancelar este pedido: {message}',
    todo: 'Cancélelo en el ERP, tras devoluciones y notas de crédito.',
  },
  'order.not_offered': {
    what: 'En este ERP no se pueden crear pedidos.',
    todo: 'Un administrador elige otro ERP para el pipeline o activa el módulo de ventas.',
  },
  'order.no_rules': {
    what: 'Ninguna regla de pedidos habla del pipeline de este negocio.',
    todo: 'Un administrador las crea en «Pedidos»{inSettings}.',
  },
  'order.gone': {
    what: 'El pedido ya no está en el ERP.',
    todo: 'No hay nada que hacer si es correcto. Si no, créelo de nuevo en la tarjeta.',
  },
  'order.waiting_customer': {
    what: 'La empresa o el contacto de este negocio todavía no es cliente del ERP.',
    todo: 'Conviértalo en cliente en su tarjeta o vincúlelo ahí; el pedido sigue solo.',
  },
  'order.waiting_difference': {
    what: 'El ERP calcula {erp} {currency}; el negocio dice {deal} {currency} (sin impuestos).',
    todo: 'Compare ambos en la tarjeta: acepte el importe del ERP o corrija el negocio y actualice la cotización.',
  },
  'order.waiting_lines': {
    what: 'El negocio cambió después de crear la cotización, con el mismo total: {product}.',
    todo: 'Compare ambos en la tarjeta: cambie la cotización a lo que dice el negocio o acéptela tal cual.',
  },
  'order.waiting_signed': {
    what: 'El ERP calcula {erp}; la cotización firmada en HubSpot dice {signed} {currency}.',
    todo: 'Compare ambos: acepte el importe del ERP en la tarjeta o lleve el negocio y la cotización del ERP a lo firmado.',
  },
  'order.waiting_signed_unread': {
    what: 'Se firmó una cotización de HubSpot del negocio y no se puede leer su importe.',
    todo: 'Compárela con la cotización del ERP y, si coinciden, acéptela en la tarjeta.',
  },
  'order.waiting_approval': {
    what: 'La cotización necesita aprobación para convertirse en pedido.',
    todo: 'Alguien que pueda aprobarla tiene que pulsar «Aprobar» en la tarjeta del negocio.',
  },
  'order.waiting_merge': {
    what: 'El negocio se fusionó con otro.',
    todo: 'No hay nada que hacer: sigue con el negocio que quedó.',
  },
  'order.waiting_reading': {
    what: 'La cotización se encontró en el ERP, y su contenido todavía no se ha leído.',
    todo: 'No hay nada que hacer: sigue por sí sola en un momento.',
  },
  'order.answer_unknown': {
    what: 'El ERP no dijo si creó la cotización.',
    todo: 'No hay nada que hacer: Puente la busca en el ERP y solo lo intenta de nuevo si no está. Nunca se crea dos veces.',
  },
  'order.change_unknown': {
    what: 'El ERP no dijo si cambió el pedido.',
    todo: 'No hay nada que hacer: Puente lo repite en cuanto el ERP ya no pueda estar en ello. Dos veces es igual que una.',
  },
  'order.copied': {
    what: 'El ERP tiene {count} pedidos con la clave de este: alguien lo copió ahí.',
    todo: 'Nada se crea dos veces: se usa el más antiguo. Cancele las copias en el ERP o quíteles la clave.',
  },
  'order.recurring_lines': {
    what: 'Las partidas recurrentes pasan a ser partidas normales del pedido: {product}.',
    todo: 'No hay nada que hacer, salvo que el ERP deba facturarlas periódicamente: configúrelo ahí.',
  },
  'order.two_orders': {
    what: 'Se fusionaron negocios que tenían cada uno un pedido: {numbers}.',
    todo: 'Revise ambos en el ERP y cancele el que sobra.',
  },
  'order.deal_deleted': {
    what: 'El negocio del pedido {number} se eliminó en HubSpot; el pedido sigue en el ERP.',
    todo: 'Cancele el pedido en el ERP si ya no se quiere o restaure el negocio.',
  },
  'order.number_of_other_deal': {
    what: 'El número de pedido {number} está también en otro negocio: {deals}.',
    todo: 'Un pedido cuenta para un solo negocio: corrija el número o quítelo del negocio que no corresponde.',
  },
  'order.stage_gone': {
    what: 'Las reglas de pedidos hablan de una etapa que HubSpot ya no tiene ({stage}).',
    todo: 'Elija otra etapa para la regla y guarde.',
  },
  'order.property_gone': {
    what: 'Las reglas de pedidos hablan de una propiedad de los negocios que HubSpot ya no tiene ({property}).',
    todo: 'Elija otra propiedad que convierta una cotización en pedido y guarde.',
  },
  'order.not_yours_to_approve': {
    what: 'Usted no puede aprobar pedidos.',
    todo: 'Pida a quien puede hacerlo: {approvers}.',
  },
  'order.nothing_to_decide': {
    what: 'Aquí ya no hay nada que decidir.',
    todo: 'Vuelva a mirar la tarjeta: otra persona fue más rápida.',
  },
  'order.tied_elsewhere': {
    what: 'Este pedido pertenece a otro negocio.',
    todo: 'Quítelo primero de ese negocio.',
  },
  'order.waiting_credit': {
    what: 'El pedido superaría el límite de crédito del cliente en {over} {currency}.',
    todo: 'Sigue solo en cuanto haya margen. Si se acordó con contabilidad, pulse «Convertir en pedido» en la tarjeta del negocio.',
  },
  'orders.changed_meanwhile': {
    what: 'Otra persona cambió mientras tanto las reglas de pedidos.',
    todo: 'Vuelva a cargar la página y repita sus cambios.',
  },
  'orders.placeholder_missing': {
    what: 'Hace falta un producto que represente a los desconocidos.',
    todo: 'Elíjalo, o deje que esos negocios se detengan.',
  },
  'orders.connection_unknown': {
    what: 'El ERP de un pipeline ya no está conectado.',
    todo: 'Elija otro ERP para el pipeline.',
  },
  'orders.in_use': {
    what: 'Las reglas de pedidos usan este ERP: por ellas se leen sus pedidos.',
    todo: 'Quítelo primero de las reglas en la pestaña Pedidos.',
  },
  'orders.nothing_saved': {
    what: 'Todavía no se guardó nada para este pipeline.',
    todo: 'Guarde primero las reglas y después confírmelas.',
  },
  'order.currency_not_allowed': {
    what: 'El ERP no permite que este cliente pida en {currency}.',
    todo: 'Cambie la moneda del negocio o permítala en el cliente del ERP.',
  },
  'order.company_unknown': {
    what: 'El ERP no tiene una empresa o sucursal {company} que el usuario pueda usar.',
    todo: 'Elija otra en la regla.',
  },
  'order.approval_refused': {
    what: 'Alguien en el ERP rechazó aprobar este documento o lo retiró.',
    todo: 'Apruébelo allí después, o borre el documento preliminar y confirme de nuevo.',
  },
};
