import type { Sentence } from '../common/translate.ts';
import type { RECIPES_EN } from './en.recipes.ts';

export const RECIPES_ES: Record<keyof typeof RECIPES_EN, Sentence> = {
  'recipes.title': 'Flujos de trabajo a partir de eventos del ERP',
  'recipes.text':
    'Propiedades como «Factura pagada ERP» contienen la fecha y hora del último evento. Úselas para iniciar flujos de trabajo; lo ocurrido antes del día desde el que se inician los flujos de trabajo no los activa.',
  'recipes.open': 'Abrir los flujos de trabajo de HubSpot',
  'recipes.thank': 'Agradecer un pago',
  'recipes.thank.1':
    'Flujo de trabajo nuevo basado en contactos, con la reinscripción activada. Se inicia cada vez que cambia «Factura pagada ERP».',
  'recipes.thank.2': 'Acción: enviar su correo de agradecimiento.',
  'recipes.thank.3': 'Elija en «Reglas» en qué contactos aparecen también las facturas de su empresa.',
  'recipes.remind': 'Recordar el pago 10 días después del vencimiento',
  'recipes.remind.1':
    'Flujo de trabajo nuevo basado en contactos, con la reinscripción activada. Se inicia cada vez que cambia «Factura vencida ERP», es decir, el día después del vencimiento.',
  'recipes.remind.2':
    'Espera de 9 días, luego el paso de Puente «Actualizar y leer el estado de pago», para no enviar el recordatorio a quien pagó hoy.',
  'recipes.remind.3': 'Si su resultado «Saldo vencido» es mayor que 0: enviar el recordatorio.',
  'recipes.welcome': 'Dar la bienvenida a un cliente activo',
  'recipes.welcome.1': 'Flujo de trabajo nuevo basado en empresas. Se inicia cuando «Estado de cliente ERP» es Activo.',
  'recipes.welcome.2':
    'Agregue la condición de que la empresa se haya creado hace menos de 30 días: los clientes que ya tiene también están activos, y la primera escritura daría la bienvenida a todos.',
  'recipes.welcome.3': 'Acciones: poner la etapa del ciclo de vida en Cliente, enviar la bienvenida a sus contactos.',
};
