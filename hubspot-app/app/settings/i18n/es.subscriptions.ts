import type { Sentence } from '../common/translate.ts';
import type { SUBSCRIPTIONS_EN } from './en.subscriptions.ts';

export const SUBSCRIPTIONS_ES: Record<keyof typeof SUBSCRIPTIONS_EN, Sentence> = {
  'subscriptions.label': 'Mostrar suscripciones en negocios y empresas',
  'subscriptions.text':
    'Las tarjetas muestran entonces lo que los clientes reciben por periodo: desde cuándo, cuánto al mes, cuándo se factura y hasta cuándo dura. Para eso se leen los pedidos. El usuario del ERP necesita permiso para leer suscripciones o contratos.',
  'subscriptions.on': 'Se están leyendo las suscripciones. Aparecen en cuanto estén todas.',
  'subscriptions.off': 'Ya no se leen las suscripciones.',
  'stream.subscriptions': 'Suscripciones',
  'sets.subscriptions': 'Propiedades de suscripción en negocios y empresas',
  'sets.subscriptions.text':
    'Agrega ocho propiedades a los negocios y ocho a las empresas: estado, importe mensual, próxima factura y fin, y cuándo una empezó, se renovó, terminó o no se pagó. No caben en una cuenta gratuita de HubSpot. En «Conexiones» debe estar activado «Mostrar suscripciones en negocios y empresas». Si las desactiva, HubSpot conserva sus valores.',
};
