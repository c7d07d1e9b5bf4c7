import type { Sentence } from '../common/translate.ts';
import type { Key } from './en.ts';
import { CHANGES_ES } from '../common/changes.es.ts';
import { CUSTOMERS_ES } from './es.customers.ts';
import { ORDERS_ES } from './es.orders.ts';
import { DECIDED_ES } from './es.decided.ts';
import { FROZEN_ES } from './es.frozen.ts';
import { HEALTH_ES } from './es.health.ts';
import { HINTS_ES } from './es.hints.ts';
import { LISTS_ES } from './es.lists.ts';
import { PRODUCTS_ES } from './es.products.ts';
import { PROJECT_RECORDS_ES } from './es.project-records.ts';
import { RECIPES_ES } from './es.recipes.ts';
import { REVIEWS_ES } from './es.reviews.ts';
import { SUBSCRIPTIONS_ES } from './es.subscriptions.ts';
import { TRIAL_ES } from './es.trial.ts';
import { UNDO_ES } from './es.undo.ts';
import { UNSAVED_ES } from './es.unsaved.ts';

export const ES: Record<Key, Sentence> = {
  loading: 'Cargando la configuración',
  retry: 'Reintentar',
  save: 'Guardar',
  saved: 'Guardado.',
  overtaken: 'Otra persona guardó esto mientras usted editaba',
  'overtaken.text':
    'Lo que usted escribió sigue aquí, sin guardar. Cargue lo de la otra persona para seguir desde ahí, o guarde lo suyo encima.',
  'overtaken.load': 'Dejar lo mío y cargar lo suyo',
  'overtaken.saveOver': 'Guardar lo mío encima',
  cancel: 'Cancelar',
  done: 'Listo.',
  'failed.reference': 'Código para soporte: {reference}',
  'stale.title': 'Se muestra lo último que se cargó',
  'who.you': '',
  'who.administrator': '',
  'who.operator': 'Ya recibimos el aviso.',
  'others.title': 'Solo los administradores de Puente pueden cambiar su configuración',
  'others.text': 'Pídaselo a un administrador: {administrators}.',
  'others.unknown': 'la persona que instaló Puente',

  'tab.overview': 'Resumen',
  'tab.rules': 'Reglas',
  'tab.connections': 'Conexiones',

  'step.connect': 'Conectar',
  'step.read': 'Leer',
  'step.preview': 'Revisar la vista previa',
  'step.live': 'En marcha',

  'connect.title': 'Conecte su ERP',
  'connect.intro':
    'Puente lee clientes, facturas y pagos y los muestra en sus registros de HubSpot. No se escribe nada en HubSpot antes de que usted vea una vista previa y la apruebe.',
  'connect.system': 'ERP',
  'connect.test': 'Probar la conexión',
  'connect.works': 'Funciona: {product}',
  'connect.works.text': 'Conectado a {name}. Quedan dos decisiones.',
  'connect.name': 'Nombre de esta conexión',
  'connect.name.help': 'El nombre que su equipo usa para este ERP. Aparece en las tarjetas.',
  'connect.companies': 'Empresas a incluir',
  'connect.companies.help': 'Las facturas de las demás no se leen.',
  'connect.company': '{name} ({currency})',
  'connect.goLive': 'Iniciar flujos de trabajo por lo que ocurra desde el',
  'connect.goLive.help':
    'Se muestran todas las facturas, por viejas que sean. Lo ocurrido antes de este día no inicia flujos de trabajo. Vacío: desde ahora.',
  'connect.create': 'Conectar y empezar a leer',
  'connect.created': 'Conectado. La primera lectura empezó.',
  'connect.noForm': 'Esta versión de la página no tiene formulario para {system}. Recargue la página.',
  'connect.blank': 'Déjelo vacío para conservar lo guardado.',
  'connect.again': 'Indíquelo de nuevo: cambió la dirección, la base de datos o el certificado, y lo guardado no se envía a otro lugar.',
  'connect.certificate': 'Huella: {fingerprint}. Emitido para {subject}, válido hasta {validTo}.',
  'connect.certificate.accept': 'La comparé con nuestro servidor: aceptar este certificado',

  'status.active': 'Conectado',
  'status.paused': 'En pausa',
  'status.unreachable': 'No responde',
  'status.reading': 'Leyendo por primera vez',
  'status.matching': 'Buscando a los clientes en HubSpot',
  'status.preview': 'A la espera de su aprobación',

  'progress.text': 'Puede cerrar esta página; la lectura continúa.',
  'progress.rows': { one: '{count}\u00a0registro', other: '{count}\u00a0registros' },
  'progress.rate': '{rate} por minuto',
  'progress.done': 'Completo',
  'progress.running': 'Leyendo',
  'progress.waiting': 'Sin empezar',
  'progress.matching': 'Todo está leído. Se busca a los clientes en HubSpot.',
  'stream.customers': 'Clientes',
  'orders.label': 'Mostrar cotizaciones y pedidos en los negocios',
  'orders.text':
    'La tarjeta del negocio muestra entonces el pedido cuyo número se indica en el negocio: qué está reservado, entregado, facturado y pagado. No se escribe nada en el ERP. En HubSpot, Puente mantiene al día «Estado del pedido ERP» y «Pedido entregado ERP» de esos negocios.',
  'orders.on': 'Se están leyendo los pedidos. Aparecen en los negocios en cuanto estén todos.',
  'orders.off': 'Ya no se leen los pedidos.',
  'sets.title': 'Más propiedades',
  'sets.text':
    'Las cuentas gratuitas de HubSpot tienen lugar para unas diez propiedades personalizadas por objeto. Ocho se crean siempre; estas, solo si las quiere.',
  'sets.projects': 'Propiedades de proyecto en negocios',
  'sets.projects.text':
    'Agrega a los negocios dos propiedades con las que pueden iniciar flujos de trabajo: Estado del proyecto ERP y Proyecto terminado ERP. Su cuenta de HubSpot debe tener lugar para ellas, y deben leerse los proyectos del ERP. Si las desactiva, HubSpot conserva sus valores.',
  'projects.label': 'Mostrar proyectos en los negocios',
  'projects.text':
    'La tarjeta de un negocio muestra entonces los proyectos y tareas que creó su pedido: cuánto avanzaron, qué sigue, qué se retrasa. Para eso se leen los pedidos. El usuario del ERP necesita permiso para leer proyectos.',
  'projects.on': 'Se están leyendo los proyectos. Aparecen en los negocios en cuanto estén todos.',
  'projects.off': 'Ya no se leen los proyectos.',
  'stream.orders': 'Pedidos',
  'stream.projects': 'Proyectos',
  'stream.invoices': 'Facturas',
  'stream.payments': 'Pagos',
  'column.stream': 'Tipo',
  'column.rows': 'Registros',
  'column.state': 'Estado',

  'preview.title': 'Vista previa',
  'preview.text':
    'Esto es lo que haría la primera escritura. Todavía no se ha escrito nada. Aún puede cambiar cómo se reconocen los clientes; la vista previa se actualiza entonces.',
  'preview.toRules': 'Cómo se reconocen los clientes',
  'preview.toCustomers': 'Qué se crea en HubSpot',
  'preview.incomplete': 'Aún se está contando: las cifras de abajo van a subir.',
  'preview.customers': 'Clientes en el ERP',
  'preview.linked': 'Se vincularían',
  'preview.ambiguous': 'Por decidir',
  'preview.unmatched': 'No están en HubSpot',
  'preview.deleted': 'Eliminados en HubSpot',
  'preview.toCreate': 'Se crearían',
  'rule.key': 'Encontrado por la clave de cliente que Puente guardó en HubSpot',
  'rule.tax_id': 'Encontrado por RFC',
  'rule.email': 'Encontrado por correo',
  'rule.domain_and_name': 'Encontrado por dominio web y nombre',
  'rule.person': 'Elegido por una persona',
  'rule.created': 'Creado por Puente',
  'preview.records': 'Registros de HubSpot que se escribirían',
  'preview.records.text': 'Empresas:\u00a0{companies}, contactos:\u00a0{contacts}, negocios:\u00a0{deals}',
  'preview.estimate': 'Tiempo necesario',
  'preview.estimate.text': 'Cerca de {minutes}, con {calls} a HubSpot',
  'preview.withoutContact': {
    one: '{count} cliente no tiene contacto: sus facturas y pagos aparecen solo en la empresa.',
    other: '{count} clientes no tienen contacto: sus facturas y pagos aparecen solo en la empresa.',
  },
  'preview.properties': 'Propiedades que se crearían',
  'preview.properties.text': '{count} en el grupo «ERP (Puente)»',
  'preview.taxId': 'Las empresas podrían encontrarse por su RFC, más confiable que el nombre o el correo',
  'preview.taxId.text':
    'La propiedad de empresa «{label}» parece contener el RFC. Si la usa, se busca a los clientes de nuevo y la vista previa se actualiza.',
  'preview.taxId.use': 'Usar «{label}»',
  'preview.samples': 'Ejemplos',
  'preview.sample.is': 'en el ERP: {customer}',
  'preview.sample.record': 'Registro de HubSpot',
  'preview.sample.values': 'Valores que se escribirían',
  'preview.approve': 'Aprobar y empezar a escribir',
  'preview.approved': 'Aprobado. La primera escritura empezó.',
  'goLive.is': 'Los flujos de trabajo se inician por lo que ocurra a partir de este momento: {moment}.',
  'goLive.move': 'Cambiar la fecha',
  'goLive.moved': 'Fecha cambiada.',
  'object.companies': 'Empresa',
  'object.contacts': 'Contacto',
  'object.deals': 'Negocio',
  'object.products': 'Producto',

  'health.inSync': 'Al día',
  'health.waiting': 'En espera',
  'health.toDecide': 'Para usted',
  'health.toDecide.text': 'A la espera de su decisión; vea la lista de abajo',
  'health.leftOut': 'Sin registro',
  'health.failing': 'Con falla',
  'health.inSync.text': 'Registros de HubSpot que muestran lo que dice el ERP',
  'health.waiting.text': 'Se escribe automáticamente; no hay nada que hacer',
  'health.leftOut.text': 'Clientes con facturas pero sin registro en HubSpot',
  'health.failing.text': 'Abajo se indican causas y soluciones',
  'health.freshness': 'Última lectura del ERP',
  'health.never': 'Aún no',

  'problems.title': 'Problemas',
  'problems.none': 'No hay problemas.',
  'problems.count': { one: '{count} registro', other: '{count} registros' },
  'problems.show': 'Mostrar registros',
  'problems.more': 'Se muestran los primeros {count}.',
  'problems.retry': 'Reintentar',
  'problems.retryAll': 'Reintentar todos',
  'problems.seen': 'Marcar como visto',
  'problems.retried': 'Se intentará de nuevo ahora.',
  'problems.retried.but': {
    one: 'Se intentará de nuevo ahora, salvo {count} que espera la decisión de una persona.',
    other: 'Se intentará de nuevo ahora, salvo {count} que esperan la decisión de una persona.',
  },
  'problems.lastSeen': 'Visto por última vez: {moment}',

  'held.title': { one: '{count} registro desapareció del ERP', other: '{count} registros desaparecieron del ERP a la vez' },
  'held.text':
    '{stream}: {count} de {of} no están desde el {since}. Una eliminación se ve igual que un permiso perdido, así que no se quitó nada. ¿Sabe cuál de las dos fue?',
  'held.drop': 'Eliminados: quitar de HubSpot',
  'held.keep': 'Siguen ahí: conservar',
  'hidden.title': {
    one: 'El usuario de Puente en el ERP ya no puede leer {count} registro',
    other: 'El usuario de Puente en el ERP ya no puede leer {count} registros',
  },
  'hidden.text':
    '{stream}: siguen en el ERP, pero no se pueden leer desde el {since}. Si devuelve al usuario sus permisos, todo continúa. Si no debe ver estos registros, quite sus datos de HubSpot; el ERP conserva todo.',
  'hidden.drop': 'Quitar de HubSpot sus datos del ERP',
  'swapped.same': 'Es el mismo ERP: seguir',
  'swapped.startOver': 'Es otro: empezar de nuevo',
  'swapped.startOver.text':
    'Si es el mismo ERP, la lectura y la escritura siguen donde quedaron. Empezar de nuevo lee todo otra vez y pide su aprobación antes de escribir.',
  resume: 'Reanudar',
  resumed: 'Reanudado.',
  pause: 'Pausar la conexión',
  paused: 'En pausa. No se lee ni se escribe nada hasta que reanude.',

  'properties.title': 'Propiedades de HubSpot',
  'properties.ready': 'Todas las propiedades están listas.',
  'properties.missing': 'Aún no se ha creado.',
  'properties.retry': 'Preparar propiedades de nuevo',
  'properties.retried': 'Se están preparando las propiedades.',

  'part.unsaved': 'Sin guardar. Se aplica en cuanto lo guarde; no hay borrador.',
  'rules.text':
    'Cada sección de esta página tiene su propio botón Guardar y se aplica en cuanto la guarda. Las reglas en «Clientes» y «Pedidos» son borradores hasta que usted las aprueba. También las de productos, hasta que se escriben por primera vez; después se aplican enseguida.',
  'rules.matching': 'Cómo se reconocen los clientes',
  'rules.matching.text':
    'En este orden: un vínculo existente, la clave de cliente que Puente guardó en HubSpot, el RFC, el correo, el dominio web junto con el nombre. Una coincidencia cuenta solo si es la única en ambos lados. El mismo nombre por sí solo no vincula a nadie: por las empresas que coinciden así se pregunta en «Por decidir».',
  'rules.taxId.companies': 'Propiedad de empresa con el RFC',
  'rules.taxId.contacts': 'Propiedad de contacto con el RFC',
  'rules.taxId.none': 'Ninguna: omitir este paso',
  'rules.taxId.proposed': '{label} (parece correcta)',
  'rules.vies': 'Comprobar los números de IVA europeos (VAT) con la UE (VIES)',
  'rules.vies.text':
    'Desactivado: no se envía nada a la UE. Activado: el número de IVA europeo (VAT) de un cliente que pasa de HubSpot al ERP, o que una tarjeta ofrece crear allí, y nada más, se envía al servicio VIES de la Comisión Europea. Un número que no conoce espera a una persona antes de crear el cliente, y en los registros vinculados aparece como problema. Si el servicio no responde, nada se detiene.',
  'rules.contactsCarry': 'Las facturas dirigidas solo a una empresa aparecen también en',
  'rules.contactsCarry.billing_contact': 'su contacto de facturación en el ERP',
  'rules.contactsCarry.all_contacts': 'todos sus contactos',
  'rules.contactsCarry.none': 'ningún contacto',
  'rules.companies.text': 'Tras un cambio, todo se lee de nuevo en segundo plano.',
  'rules.times': 'Flujos de trabajo',
  'rules.overdueHour': 'Las facturas pasan a vencidas a las',
  'rules.overdueHour.help':
    'Las facturas pasan a vencidas según la zona horaria de su cuenta de HubSpot. Los recordatorios empiezan a esa hora como muy pronto.',
  'rules.activeMonths': 'Un cliente sigue activo tras su última factura durante (meses)',
  'rules.eventMaxAgeHours': 'No iniciar flujos de trabajo por eventos de hace más de (horas)',
  'rules.amounts': 'Quién ve los importes',
  'rules.amounts.visibleTo': 'Visible para',
  'rules.amounts.everybody': 'Todos los que ven el registro',
  'rules.amounts.some': 'Solo estas personas y equipos, y los administradores',
  'rules.amounts.emails': 'Correos de usuarios de HubSpot, uno por línea',
  'rules.amounts.inProperties': 'Escribir importes en las propiedades de los registros',
  'rules.amounts.inProperties.text':
    'Saldo abierto ERP y Saldo vencido ERP. Desactivado: ambas se vacían y quedan vacías; el estado y las fechas se siguen escribiendo, y los flujos de trabajo que parten de ellos funcionan como antes.',
  'rules.amounts.exposed': 'Los mismos importes se pueden leer junto a la tarjeta',
  'rules.amounts.exposed.text':
    'Solo estas personas y equipos ven importes en las tarjetas. Pero las propiedades Saldo abierto ERP y Saldo vencido ERP las puede leer quien vea el registro, también en listas, informes y exportaciones. Desactive abajo que se escriban, o restrinja ambas en HubSpot: Configuración → Propiedades → la propiedad → Administrar acceso (su suscripción de HubSpot debe incluirlo).',
  'rules.amounts.teams': 'Equipos',
  'rules.amounts.team': 'Equipo {id}',
  'rules.administrators': 'Administradores de Puente',
  'rules.administrators.text': 'Además de la persona que instaló Puente.',

  'connections.credentials': 'Cambiar dirección o credenciales',
  'connections.credentials.saved': 'Guardado y probado.',
  'connections.rename': 'Nombre',
  'connections.add': 'Conectar otro ERP',
  disconnect: 'Desconectar',
  'disconnect.title': '¿Desconectar {name}?',
  'disconnect.text': 'Las tarjetas dejan de mostrar lo que dice este ERP, y lo que guardamos de él se elimina. El ERP no cambia.',
  'disconnect.clear': 'Vaciar también nuestras propiedades en los registros de HubSpot',
  'disconnect.done': 'Desconectado.',
  uninstall: 'Quitar Puente',
  'uninstall.title': '¿Quitar Puente de esta cuenta de HubSpot?',
  'uninstall.text':
    'Terminan todas las conexiones. Lo que guardamos se elimina tras un plazo de gracia; si instala Puente antes, todo queda como estaba. Para vaciar nuestras propiedades, desconecte primero el ERP.',
  'uninstall.done': 'Puente se quitó.',

  ...CHANGES_ES,
  ...CUSTOMERS_ES,
  ...ORDERS_ES,
  ...DECIDED_ES,
  ...FROZEN_ES,
  ...HEALTH_ES,
  ...HINTS_ES,
  ...LISTS_ES,
  ...PRODUCTS_ES,
  ...PROJECT_RECORDS_ES,
  ...RECIPES_ES,
  ...REVIEWS_ES,
  ...SUBSCRIPTIONS_ES,
  ...TRIAL_ES,
  ...UNDO_ES,
  ...UNSAVED_ES,
};
