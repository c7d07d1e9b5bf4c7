/** Sentences of a deal's checklist, and of what people decide on it. `satisfies` stands where they join the others. */
export const ORDER_CHECK_CODES_ES = {
  'order.other_net': {
    what: 'El documento del ERP suma ahora {net} {currency} antes de impuestos, y no lo que usted vio.',
    todo: 'Vuelva a mirar la tarjeta y decida sobre ese importe.',
  },
  'order.changed_meanwhile': {
    what: 'La cotización se cambió en el ERP y suma ahora {net} antes de impuestos. No se convirtió en pedido.',
    todo: 'No hay nada que hacer: se lee de nuevo, y sigue o espera a quien deba decidir.',
  },
  'order.has_one': {
    what: 'Este negocio ya tiene un pedido: alguien lo vinculó.',
    todo: 'Vuelva a mirar la tarjeta. Para tener otro, quite primero el pedido del negocio.',
  },
  'order.check_customer': {
    what: 'Cliente: {name}.',
    todo: 'No hay nada que hacer.',
  },
  'order.check_credit': {
    what: 'Crédito disponible: {room} {currency}.',
    todo: 'No hay nada que hacer.',
  },
  'order.credit_exceeded': {
    what: 'El pedido supera el límite de crédito en {over} {currency}.',
    todo: 'Por sí solo queda en cotización hasta que haya margen. Pregunte a contabilidad o acuerde un anticipo; quien pulsa el botón decide que puede superarlo.',
  },
  'order.check_tax_id': {
    what: 'El {taxIdKind} es {taxId}.',
    todo: 'No hay nada que hacer.',
  },
  'order.no_tax_id': {
    what: 'El ERP no tiene el ID fiscal del cliente.',
    todo: 'Agréguelo en el ERP antes de facturar.',
  },
  'order.tax_id_invalid': {
    what: 'El {taxIdKind} {taxId} parece incorrecto.',
    todo: 'Compárelo con un documento del cliente.',
  },
  'order.check_products': {
    what: 'Productos conocidos y a la venta: {count}, es decir, todos.',
    todo: 'No hay nada que hacer.',
  },
  'order.check_price': {
    what: 'Todos los precios son los de la lista del ERP.',
    todo: 'No hay nada que hacer.',
  },
  'order.check_price_partly': {
    what: 'Partidas con el precio del ERP: {count} de {total}. Los precios de las demás no se compararon.',
    todo: 'El ERP no tiene precio para ellas o no conoce lo que venden.',
  },
  'order.check_erp_price': {
    what: 'El ERP pone los precios y el negocio dice los mismos.',
    todo: 'No hay nada que hacer.',
  },
  'order.erp_price': {
    what: '{product}: el ERP toma {list} {currency}.',
    todo: 'No hay nada que hacer: las reglas de pedidos dejan que el ERP ponga el precio.',
  },
  'order.erp_price_differs': {
    what: '{product}: el ERP toma {list} {currency}; el negocio dice {deal} {currency}.',
    todo: 'Las reglas de pedidos dejan que el ERP ponga el precio. Iguale la partida, o la cotización espera hasta que alguien acepte el importe del ERP.',
  },
  'order.erp_price_later': {
    what: 'El ERP pone los precios y solo los dice al crear la cotización.',
    todo: 'No hay nada que hacer: si no son los del negocio, la cotización espera hasta que alguien los acepte.',
  },
  'order.price_differs': {
    what: '{product}: {list} {currency} en la lista del ERP, {deal} {currency} aquí.',
    todo: 'Mantenga el precio del negocio o use el de la lista.',
  },
  'order.list_price_changed': {
    what: '{product}: el ERP dice ahora {list} {currency}.',
    todo: 'Pulse «Revisar otra vez» y decida según el nuevo precio.',
  },
  'order.line_refused': {
    what: 'HubSpot rechaza el precio de {product}: {message}',
    todo: 'Escríbalo usted en la partida o pregunte a un administrador si las partidas se pueden editar.',
  },
  'order.check_stock': {
    what: 'Hay existencias de todo.',
    todo: 'No hay nada que hacer.',
  },
  'order.check_stock_partly': {
    what: 'Partidas con existencias: {count} de {total}. De las demás no se sabe.',
    todo: 'El ERP no cuenta sus existencias o no conoce lo que venden.',
  },
  'order.short_stock_undated': {
    what: '{product}: disponible {available}, solicitado {wanted}.',
    todo: 'El ERP no dice cuándo llegan más: pregunte a compras antes de prometer una fecha.',
  },
  'order.customer_overdue': {
    what: '{name} debe {overdue} {currency} ya vencidos. Días de atraso de lo más antiguo: {days}.',
    todo: 'No impide nada. Hable con el cliente o con contabilidad antes de prometer más.',
  },
  'order.short_stock': {
    what: '{product}: disponible {available}, solicitado {wanted}.',
    todo: 'Acuerde una fecha posterior para el resto (previsto: {expected}).',
  },
  'order.erp_silent': {
    what: 'El ERP no responde ahora; no se conocen el crédito ni los bloqueos.',
    todo: 'Reintente en un momento.',
  },
  'order.only_quotations': {
    what: 'En este pipeline los negocios solo se convierten en cotizaciones. Los pedidos se hacen a partir de ellas en {name}.',
    todo: 'Haga el pedido en {name}. Un administrador puede dejar que una etapa haga pedidos, o nombrar a quien los aprueba, en «Pedidos»{inSettings}.',
  },
  'order.no_cancel': {
    what: '{number} ya no se puede cancelar: algo de él ya se entregó o se facturó.',
    todo: 'Resuélvalo en el ERP, con una devolución o una nota de crédito.',
  },
  'order.kept_delivered': {
    what: 'No cancelado: ya se entregó mercancía de {number}.',
    todo: 'Si vuelve, resuélvalo en el ERP. Si no, déjelo como está.',
  },
  'order.kept_invoiced': {
    what: 'No cancelado: {number} ya se facturó.',
    todo: 'Si no se va a pagar, resuélvalo en el ERP con una nota de crédito. Si no, déjelo como está.',
  },
  'order.kept_paid': {
    what: 'No cancelado: {number} ya se facturó y se pagó.',
    todo: 'Si el dinero se devuelve, resuélvalo en el ERP. Si no, déjelo como está.',
  },
  'order.kept_delivered_invoiced': {
    what: 'No cancelado: {number} ya se entregó y se facturó.',
    todo: 'Tras una devolución, resuélvalo en el ERP con una nota de crédito. Si no, déjelo como está.',
  },
  'order.kept_delivered_paid': {
    what: 'No cancelado: {number} ya se entregó y se pagó.',
    todo: 'Tras una devolución, resuélvalo en el ERP con una nota de crédito. Si no, déjelo como está.',
  },
  'order.product_not_choosable': {
    what: 'Esta partida no puede ser de ese producto: {product}.',
    todo: 'Ya no se vende, comparte su SKU con otro, o la partida se creó con otro producto de la biblioteca. Elija otro, o cree la partida de nuevo en HubSpot.',
  },
  'order.not_approved': {
    what: 'El pedido fue rechazado: {by}.',
    todo: 'Sigue como cotización. Hable con esa persona o cámbiela; quien pulse «Convertir en pedido» vuelve a preguntar.',
  },
  'order.no_reserve': {
    what: 'Ya no hay nada que reservar para {number}: está reservado o ya salió.',
    todo: 'No hay nada que hacer. Si el ERP dice otra cosa, actualice la tarjeta y vuelva a mirar.',
  },
  'order.no_release': {
    what: 'Ya no hay nada reservado para {number}.',
    todo: 'No hay nada que hacer. Si el ERP dice otra cosa, actualice la tarjeta y vuelva a mirar.',
  },
  'order.number_kept': {
    what: 'HubSpot no deja quitar el número {number} del negocio, así que el pedido sigue asociado.',
    todo: 'Una regla de la cuenta de HubSpot exige un número ahí. Escriba otro en la propiedad, o pida a un administrador de HubSpot que cambie la regla; después vuelva a quitar el pedido.',
  },
};
