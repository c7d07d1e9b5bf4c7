import type { Sentence } from '../common/translate.ts';
import type { RECIPES_EN } from './en.recipes.ts';

export const RECIPES_ES: Record<keyof typeof RECIPES_EN, Sentence> = {
  'recipes.title': 'Flujos de trabajo con lo que dice el ERP',
  'recipes.text':
    'Las propiedades que dicen un momento, como «Factura pagada ERP», toman la fecha y hora cada vez que ocurre; nunca por lo anterior al arranque. Empiece los flujos de trabajo por ellas.',
  'recipes.open': 'Abrir los flujos de trabajo de HubSpot',
  'recipes.thank': 'Agradecer un pago',
  'recipes.thank.1': 'Flujo de trabajo nuevo basado en contactos. Empieza cuando «Factura pagada ERP» ha cambiado, cada vez.',
  'recipes.thank.2': 'Acción: enviar su correo de agradecimiento.',
  'recipes.thank.3': 'Qué contactos llevan las facturas de una empresa se elige aquí, en Reglas.',
  'recipes.remind': 'Recordar a los 10 días de atraso',
  'recipes.remind.1': 'Flujo de trabajo nuevo basado en contactos. Empieza cuando «Factura vencida ERP» ha cambiado, cada vez.',
  'recipes.remind.2':
    'Espera de 10 días, luego el paso de Puente que actualiza y lee el estado de pago, para no recordar a quien pagó hoy.',
  'recipes.remind.3': 'Si su resultado de saldo vencido es mayor que 0: enviar el recordatorio.',
  'recipes.welcome': 'Dar la bienvenida a un cliente activo',
  'recipes.welcome.1': 'Flujo de trabajo nuevo basado en empresas. Empieza cuando «Estado de cliente ERP» es Activo.',
  'recipes.welcome.2':
    'Pida además que la empresa se haya creado hace menos de 30 días: los clientes antiguos también están activos, y la primera sincronización daría la bienvenida a todos.',
  'recipes.welcome.3': 'Acciones: poner la etapa del ciclo de vida en Cliente, enviar la bienvenida a sus contactos.',
};
