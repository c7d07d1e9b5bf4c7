import type { Explained, KnownCode } from './codes.en.ts';
import { ARCHIVAL_CODES_ES } from './codes.archivals.es.ts';
import { COMMAND_CODES_ES } from './codes.commands.es.ts';
import { CUSTOMER_CODES_ES } from './codes.customers.es.ts';
import { MAPPING_CODES_ES } from './codes.mapping.es.ts';
import { ORDER_CHECK_CODES_ES } from './codes.order-checks.es.ts';
import { ORDER_CODES_ES } from './codes.orders.es.ts';
import { OUTBOUND_CODES_ES } from './codes.outbound.es.ts';
import { PRODUCT_CODES_ES } from './codes.products.es.ts';
import { PROJECT_CODES_ES } from './codes.projects.es.ts';
import { SUBSCRIPTION_CODES_ES } from './codes.subscriptions.es.ts';

export const CODES_ES: Record<KnownCode, Explained> = {
  'hubspot.token_revoked': {
    what: 'HubSpot ya no acepta nuestro acceso.',
    todo: 'Un administrador instala Puente de nuevo desde HubSpot; no se pierde nada.',
  },
  'hubspot.token_refused': {
    what: 'HubSpot rechaza nuestro acceso en este momento.',
    todo: 'Lo intentamos de nuevo por nuestra cuenta. Si continúa, instale Puente otra vez desde HubSpot.',
  },
  'hubspot.scope_missing': {
    what: 'HubSpot no dio a Puente un permiso que necesita.',
    todo: 'Instale Puente de nuevo y acepte todos los permisos.',
  },
  'hubspot.forbidden': {
    what: 'HubSpot no permite a Puente hacer esto en su cuenta.',
    todo: 'Instale Puente de nuevo; si continúa, pregunte a HubSpot si su plan lo incluye.',
  },
  'hubspot.rate_limited': { what: 'HubSpot nos pidió ir más despacio.', todo: 'No hay nada que hacer: sigue solo en un momento.' },
  'hubspot.timeout': { what: 'HubSpot no respondió a tiempo.', todo: 'No hay nada que hacer: lo intentamos de nuevo.' },
  'hubspot.unreachable': { what: 'No se puede llegar a HubSpot en este momento.', todo: 'No hay nada que hacer: lo intentamos de nuevo.' },
  'hubspot.failing': { what: 'HubSpot tiene una falla en este momento.', todo: 'No hay nada que hacer: lo intentamos de nuevo.' },
  'hubspot.locked': { what: 'HubSpot está ocupado con este registro.', todo: 'No hay nada que hacer: lo intentamos de nuevo.' },
  'hubspot.account_migrating': {
    what: 'HubSpot está trasladando su cuenta a otro centro de datos.',
    todo: 'No hay nada que hacer: sigue cuando HubSpot termine.',
  },
  'hubspot.answer_not_understood': {
    what: 'HubSpot respondió de una forma que no entendemos.',
    todo: 'Lo intentamos de nuevo. Si continúa, contacte a soporte.',
  },
  'hubspot.partial_read': { what: 'HubSpot respondió solo en parte.', todo: 'No hay nada que hacer: leemos el resto de nuevo.' },
  'hubspot.oauth_refused': {
    what: 'HubSpot rechazó renovar nuestro acceso.',
    todo: 'Lo intentamos de nuevo. Si continúa, instale Puente otra vez.',
  },
  'hubspot.oauth_unreachable': {
    what: 'No se pudo llegar a HubSpot para renovar nuestro acceso.',
    todo: 'No hay nada que hacer: lo intentamos de nuevo.',
  },
  'hubspot.oauth_failing': {
    what: 'HubSpot tuvo una falla al renovar nuestro acceso.',
    todo: 'No hay nada que hacer: lo intentamos de nuevo.',
  },
  'hubspot.users_stale': {
    what: 'Por ahora Puente no puede leer quién está en qué equipo de HubSpot, así que usa la última lista que leyó. Si lo agregaron hace poco a un equipo, puede ser por eso.',
    todo: 'No hay nada que hacer: volvemos a preguntar por nuestra cuenta.',
  },
  'hubspot.choices_stale': {
    what: 'HubSpot no responde en este momento; las propiedades para elegir pueden faltar o ser antiguas.',
    todo: 'No hay nada que hacer: lo que ya eligió se conserva y funciona. Abra esta página más tarde para elegir otra.',
  },
  'hubspot.uninstalled': {
    what: 'Puente no está instalado en esta cuenta de HubSpot.',
    todo: 'Un administrador instala Puente de nuevo desde HubSpot.',
  },
  'hubspot.email_refused': { what: 'HubSpot no acepta esta dirección de correo.', todo: 'Corrija la dirección en el ERP; se toma sola.' },
  'hubspot.option_refused': {
    what: 'HubSpot no acepta este valor para una propiedad.',
    todo: 'Revise las opciones de la propiedad en HubSpot y reintente.',
  },
  'hubspot.already_exists': {
    what: 'HubSpot tiene otro registro con el mismo valor único.',
    todo: 'Fusione los dos registros en HubSpot y reintente.',
  },
  'hubspot.limit_reached': {
    what: 'Se alcanzó un límite de su plan de HubSpot.',
    todo: 'Haga espacio en HubSpot o cambie de plan y reintente.',
  },
  'hubspot.property_gone': {
    what: 'Se eliminó una propiedad en HubSpot.',
    todo: 'Pulse «Preparar propiedades de nuevo»{inSettings}.',
  },
  'hubspot.property_read_only': {
    what: 'Una propiedad pasó a ser de solo lectura en HubSpot.',
    todo: 'Permita editarla en HubSpot y reintente.',
  },
  'hubspot.record_gone': { what: 'El registro ya no existe en HubSpot.', todo: 'No hay nada que hacer: su vínculo se quita solo.' },
  'erp.own_company': {
    what: 'Esta es la empresa cuya contabilidad lleva el ERP, así que no es cliente de nadie: nada sobre ella se escribe en el ERP.',
    todo: 'Sepárela de su registro de HubSpot con «Quitar vínculo…» en la tarjeta, o congele allí el registro. Cambie sus datos en el propio ERP.',
  },
  'erp.record_moved': {
    what: 'Alguien editó el cliente en el ERP justo cuando se iba a escribir.',
    todo: 'No hay nada que hacer: se leen otra vez ambos lados y la regla decide de nuevo.',
  },
  'erp.record_gone': { what: 'El registro ya no existe en el ERP.', todo: 'No hay nada que hacer: su vínculo se quita solo.' },
  'hubspot.refused': { what: 'HubSpot rechazó el cambio.', todo: 'Abra el registro, corrija lo que HubSpot señala y reintente.' },
  'hubspot.required_property': {
    what: 'Una regla de HubSpot exige antes otra propiedad.',
    todo: 'Complete la propiedad obligatoria del registro y reintente.',
  },
  'portal.administrator_added': {
    what: '{email} instaló Puente de nuevo y, como superadministrador de HubSpot, es ahora administrador de Puente.',
    todo: 'Si es correcto, no hay nada que hacer. Si no, quite la dirección de la lista en «Reglas».',
  },
  'portal.installed_by_other': {
    what: '{email} instaló Puente de nuevo y no es administrador de Puente.',
    todo: 'Si debe serlo, agregue su dirección a la lista en «Reglas». Nada más ha cambiado.',
  },
  'property.name_taken': {
    what: 'La propiedad {property} existe en HubSpot pero no puede guardar nuestros valores.',
    todo: 'Cámbiele el nombre o elimínela en HubSpot y pulse «Preparar propiedades de nuevo».',
  },
  'property.no_room': {
    what: 'Su plan de HubSpot no tiene lugar para la propiedad {property}.',
    todo: 'Elimine una propiedad que no use o cambie de plan y pulse «Preparar propiedades de nuevo».',
  },
  'property.withheld': {
    what: 'HubSpot no dio a Puente el permiso de preparar la propiedad {property}.',
    todo: 'Instale Puente de nuevo y acepte todos los permisos; si sigue igual, quizá su plan de HubSpot no lo incluya. Todo lo demás se sigue escribiendo.',
  },
  'order.quotes_withheld': {
    what: 'HubSpot no permite que Puente lea las cotizaciones, así que una cotización firmada no confirma nada.',
    todo: 'Instale Puente de nuevo y acepte ese permiso. Lo que se firme hasta entonces se confirma en cuanto se puedan leer.',
  },
  'property.stopped': {
    what: 'HubSpot ya no acepta valores para la propiedad {property}.',
    todo: 'Revísela en HubSpot y pulse «Preparar propiedades de nuevo». Todas las demás se siguen escribiendo.',
  },
  'record.refused': {
    what: 'HubSpot rechaza los valores de algunos registros.',
    todo: 'Corrija el valor rechazado en su origen, por lo general el ERP, y vuelva a intentarlo.',
  },
  'record.key_taken': {
    what: 'Otro registro de HubSpot ya lleva a este cliente del ERP.',
    todo: 'Probablemente una copia: fusione o elimine uno de los dos. Los valores copiados los borramos nosotros.',
  },
  'record.unreadable': {
    what: 'El ERP envió un registro que no entendemos; se deja fuera.',
    todo: 'Corrija el registro en el ERP. Si parece correcto, contacte a soporte.',
  },
  'create.refused': {
    what: 'HubSpot rechazó crear un registro para un cliente del ERP.',
    todo: 'Corrija al cliente en el ERP o cree el registro a mano y vincúlelo.',
  },
  'match.tax_id_elsewhere': {
    what: 'El {taxIdKind} {taxId} de este cliente está en otro registro ({holder}), no en el que tiene vinculado.',
    todo: 'Compare los dos registros. Si el correcto es el otro, deshaga el vínculo en la tarjeta de este y vincule ahí al cliente.',
  },
  'match.tax_id_property_refused': {
    what: 'HubSpot ya no tiene la propiedad {property} para el ID fiscal.',
    todo: 'Elija otra propiedad en «Reglas». Hasta entonces este paso se omite.',
  },
  'customer.gone': {
    what: 'El ERP ya no tiene el cliente de este registro.',
    todo: 'Vincule el registro con el cliente correcto en su tarjeta. Si Puente solo perdió el permiso para verlo, restablézcalo: el vínculo vuelve por sí solo.',
  },
  'amount.other_currency': {
    what: 'Los importes están en {currencies}, no en la moneda de su cuenta de HubSpot.',
    todo: 'No hay nada que hacer: la tarjeta muestra todos los importes. Las propiedades de importe quedan vacías, porque las monedas nunca se suman.',
  },
  'amounts.not_allowed': {
    what: 'Los importes solo son visibles para ciertas personas y equipos.',
    todo: 'Pregunte a un administrador de Puente: {administrators}.',
  },
  'database.unreachable': {
    what: 'Puente no puede acceder a su propia base de datos en este momento.',
    todo: 'No se pierde nada. Vuelva a intentarlo en un minuto; quien administra Puente ya fue avisado.',
  },
  'deal.cloned': {
    what: 'Este negocio es una copia: se quitaron los valores del ERP y el número de pedido {orderNumber} que traía.',
    todo: 'Si el pedido es de este negocio, escriba aquí el número y quítelo del otro.',
  },
  'deal.order_number_ambiguous': {
    what: 'Varios pedidos, o pedidos de varios clientes, llevan el número {orderNumber}.',
    todo: 'Por sí solo no vincula nada. Escriba el número con su serie, como lo muestra en la tarjeta una factura del pedido; si no muestra ninguna, vincule ahí las facturas correctas al negocio.',
  },
  'event.expired': {
    what: 'Algo ocurrió en el ERP mientras no se podía avisar a HubSpot; es demasiado antiguo para iniciar flujos de trabajo.',
    todo: 'Las cifras están bien. Si un flujo de trabajo debe correr, inscriba el registro a mano.',
  },
  'stream.many_vanished': {
    what: 'Muchos registros desaparecieron del ERP a la vez ({count} de {of}).',
    todo: 'Indique{inSettings} si se eliminaron o si perdimos el permiso de verlos. Hasta entonces no se quita nada.',
  },
  'stream.records_hidden': {
    what: 'El usuario de la conexión ya no ve {count} registros del ERP que antes veía, como {example}. Siguen ahí.',
    todo: 'Devuelva al usuario sus derechos, o todas las empresas y sucursales; si no debe verlos, haga que se quiten{inSettings}. Hasta entonces siguen vinculados, muestran lo último que leímos y no generan eventos de vencimiento.',
  },
  'invoices.hidden': {
    what: 'Facturas de este registro ocultas para nosotros en el ERP desde el {since}: {count}.',
    todo: 'Se muestran como estaban entonces y quizá ya estén pagadas. Un administrador encuentra la salida entre los problemas{inSettings}.',
  },
  'connection.swapped': {
    what: 'En esta dirección responde otra base de datos del ERP.',
    todo: 'Indique{inSettings} si es la misma, o empiece de nuevo. Hasta entonces no se lee ni se escribe nada.',
  },
  'connection.restored': {
    what: 'El ERP parece una copia anterior de sí mismo, como tras restaurar un respaldo.',
    todo: 'Indique{inSettings} si es el mismo, o empiece de nuevo. Hasta entonces no se lee ni se escribe nada.',
  },
  'connection.unreachable': {
    what: 'El ERP no responde.',
    todo: 'No se pierde nada: seguimos intentando, y lo que cambió se lee cuando responda.',
  },
  'connection.failing': {
    what: 'La lectura del ERP falla una y otra vez por un error nuestro.',
    todo: 'No se pierde nada; ya se nos avisó y seguimos intentando. Si continúa, contacte a soporte.',
  },
  'connection.clock_ahead': {
    what: 'El reloj del ERP está adelantado unos {minutes} min.',
    todo: 'Corrija la hora del servidor del ERP. Mientras tanto todo se sigue leyendo, pero las horas de los eventos pueden ser erróneas.',
  },
  'connection.too_many_tries': {
    what: 'Esta cuenta prueba conexiones con el ERP demasiado rápido, o varias a la vez.',
    todo: 'Espere un minuto e inténtelo de nuevo.',
  },
  'connection.unknown': { what: 'Esta conexión ya no existe.', todo: 'Recargue la página.' },
  'connection.paused': { what: 'La conexión está en pausa.', todo: 'Un administrador puede reanudarla{inSettings}.' },
  'connection.paused_by_person': {
    what: 'Un administrador puso la conexión en pausa.',
    todo: 'Reanúdela{inSettings} cuando quiera.',
  },
  'connection.already_live': {
    what: 'La fecha de arranque ya pasó y se escribieron registros; ya no puede moverse.',
    todo: 'No hay nada que hacer.',
  },
  'connection.exists': {
    what: 'Esta base de datos del ERP ya está conectada.',
    todo: 'Use la conexión existente o indique otra base de datos.',
  },
  'connection.not_asked': { what: 'Esta pregunta ya se respondió.', todo: 'Recargue la página.' },
  'connection.other_installation': {
    what: 'Estas credenciales llevan a otra base de datos del ERP.',
    todo: 'Indique las de la base conectada, o conecte la otra como conexión nueva.',
  },
  'connection.secret_needed': {
    what: 'Cambió la dirección, la base de datos o el certificado, y la contraseña o clave guardada no se envía a otro lugar.',
    todo: 'Indique de nuevo la contraseña o clave y pruebe.',
  },
  'connection.too_slow': {
    what: 'El ERP no respondió en {seconds} segundos.',
    todo: 'Vuelva a intentarlo en un momento. Si sigue lento, pregunte a quien administra el ERP; no se cambió nada.',
  },
  'connection.settings_incomplete': {
    what: 'A la conexión le faltan algunos datos.',
    todo: 'Indique las credenciales de nuevo{inSettings}.',
  },
  'connection.still_reading': {
    what: 'El ERP todavía no se ha leído hasta el final.',
    todo: 'Espere a que la vista previa esté completa y apruebe.',
  },
  'connection.system_unknown': { what: 'Esta versión de Puente no conoce este tipo de ERP.', todo: 'Contacte a soporte.' },
  'connection.clearing': { what: 'La conexión se está quitando.', todo: 'Espere un momento y recargue la página.' },
  'invoice.without_customer': {
    what: 'Algunas facturas no nombran cliente y no pertenecen a ningún registro.',
    todo: 'Indique el cliente en la factura del ERP; aparece sola.',
  },
  ...ARCHIVAL_CODES_ES,
  ...COMMAND_CODES_ES,
  ...CUSTOMER_CODES_ES,
  ...MAPPING_CODES_ES,
  ...ORDER_CODES_ES,
  ...ORDER_CHECK_CODES_ES,
  ...OUTBOUND_CODES_ES,
  ...PRODUCT_CODES_ES,
  ...PROJECT_CODES_ES,
  ...SUBSCRIPTION_CODES_ES,
  'input.invalid': { what: 'Algo de lo indicado falta o no es válido.', todo: 'Revise lo que indicó e intente de nuevo.' },
  'input.invalid_field': { what: '«{field}» falta o no es válido.', todo: 'Revise lo que indicó ahí e intente de nuevo.' },
  'link.forgotten': { what: 'Esta persona pidió ser olvidada; el cliente no se vincula de nuevo.', todo: 'No hay nada que hacer.' },
  'hints.outdated': {
    what: 'El ERP avisa de menos cambios de los que Puente ya entiende: los avisos los configuró una versión anterior.',
    todo: 'Quite los avisos de cambios en «Conexiones» y vuelva a configurarlos con la clave de un administrador del ERP. Hasta entonces esos cambios se ven en la lectura regular.',
  },
  'hints.not_supported': {
    what: 'Este ERP no puede avisar de sus cambios.',
    todo: 'No hay nada que hacer: se le pregunta cada pocos minutos.',
  },
  'request.not_signed': { what: 'La solicitud no llegó a través de HubSpot.', todo: 'Recargue la página.' },
  'request.stale': { what: 'La solicitud tardó demasiado en llegar.', todo: 'Recargue la página e intente de nuevo.' },
  'portal.unknown': {
    what: 'Puente no está instalado en esta cuenta de HubSpot.',
    todo: 'Un administrador instala Puente desde el marketplace de HubSpot.',
  },
  not_administrator: {
    what: 'Solo los administradores de Puente pueden cambiar esto.',
    todo: 'Pregunte a uno de ellos: {administrators}.',
  },
  not_found: { what: 'Esto ya no está.', todo: 'Recargue la página; quizá alguien lo cambió mientras tanto.' },
  too_many_requests: { what: 'Demasiadas solicitudes a la vez.', todo: 'Espere un minuto e intente de nuevo.' },
  internal: { what: 'Algo falló de nuestro lado.', todo: 'Intente de nuevo. Si sigue ocurriendo, envíe el código de abajo a soporte.' },
  network: { what: 'No se pudo llegar a Puente.', todo: 'Revise su conexión e intente de nuevo en un momento.' },
};
