import type { Explained } from './codes.en.ts';
import type { MAPPING_CODES_EN } from './codes.mapping.en.ts';

export const MAPPING_CODES_ES: Record<keyof typeof MAPPING_CODES_EN, Explained> = {
  'customers.property_unknown': {
    what: 'HubSpot no tiene la propiedad {property}.',
    todo: 'Elija otra en la línea que la nombra, o quite la línea, y guarde de nuevo.',
  },
  'customers.list_missing': {
    what: 'Una condición habla de una lista de HubSpot y no hay ninguna elegida.',
    todo: 'Elija una lista en esa condición o quítela, y guarde de nuevo.',
  },
  'customers.list_unknown': {
    what: 'HubSpot ya no tiene una lista «{list}» de esos registros.',
    todo: 'Elija otra lista en la condición que la nombra o quítela, y guarde de nuevo.',
  },
  'customers.list_gone': {
    what: 'Una condición en «Clientes» habla de una lista de HubSpot que fue eliminada: {lists}. Ya no crea clientes; todo lo demás sigue.',
    todo: 'Restaure la lista en HubSpot, o elija otra en esa condición y apruebe el cambio.',
  },
  'customers.lists_withheld': {
    what: 'HubSpot no permite que Puente lea las listas, así que ningún miembro de una lista pasa a ser cliente por sí solo.',
    todo: 'Instale Puente de nuevo y acepte ese permiso. Quien haya entrado hasta entonces se encuentra en cuanto se puedan leer las listas.',
  },
  'customers.lists_silent': {
    what: 'Desde hace unos minutos HubSpot no dice en qué listas están los registros. Quien solo por una lista pasa a ser cliente espera; todo lo demás sigue.',
    todo: 'No hay nada que hacer: lo preguntamos cada minuto. Si dura horas, avise al soporte de HubSpot.',
  },
  'customers.field_unknown': {
    what: 'El ERP no tiene el campo {field}.',
    todo: 'Elija otro en la línea que lo nombra, o quite la línea, y guarde de nuevo.',
  },
  'customers.types_differ': {
    what: 'La propiedad {property} y el campo {field} guardan valores de tipos distintos.',
    todo: 'Elija dos del mismo tipo, o cree una propiedad de HubSpot como el campo, y guarde de nuevo.',
  },
  'customers.property_read_only': {
    what: 'La propiedad {property} no puede cambiarse desde fuera de HubSpot.',
    todo: 'Que su línea vaya solo al ERP, o elija otra propiedad, y guarde de nuevo.',
  },
  'customers.field_read_only': {
    what: 'El campo {field} no puede cambiarse desde fuera del ERP.',
    todo: 'Que su línea vaya solo a HubSpot, o elija otro campo, y guarde de nuevo.',
  },
  'customers.rule_idle': {
    what: 'La línea de {property} y {field} va en un solo sentido, y el lado que debería ganar nunca se escribe.',
    todo: 'Que gane el lado de donde viene, o elija «llenar si está vacío» o «preguntarme», o que la línea vaya en ambos sentidos; y guarde de nuevo.',
  },
  'customers.field_twice': {
    what: 'El campo {field} del ERP está en dos líneas.',
    todo: 'Quite una de ellas y guarde de nuevo.',
  },
  'customers.property_twice': {
    what: 'La propiedad {property} de HubSpot está en dos líneas.',
    todo: 'Quite una de ellas y guarde de nuevo.',
  },
  'customers.not_offered': {
    what: 'Este ERP solo puede leerse: ahí no pueden crearse ni cambiarse clientes.',
    todo: 'No hay nada que hacer: lo que dice el ERP se sigue mostrando en las tarjetas.',
  },
  'customers.nothing_saved': {
    what: 'Todavía no se han guardado reglas para los clientes.',
    todo: 'Guarde primero las reglas en «Clientes».',
  },
  'customers.connection_first': {
    what: 'La conexión con este ERP todavía no está aprobada, así que no puede hacerse una simulación.',
    todo: 'Mire su vista previa en «Resumen» y apruébela; después inicie la simulación. Las reglas guardadas se conservan.',
  },
  'customers.not_previewed': {
    what: 'Todavía no hay una simulación completa de estas reglas.',
    todo: 'Inicie la simulación, revísela y apruebe.',
  },
  'settings.changed_meanwhile': {
    what: 'Mientras tanto otra persona cambió esto, así que no se guardó nada.',
    todo: 'Mire lo que está guardado ahora y hágalo de nuevo.',
  },
  'customers.changed_meanwhile': {
    what: 'Mientras tanto otra persona cambió estas reglas, así que no se guardó nada.',
    todo: 'Mire lo que está guardado ahora y hágalo de nuevo.',
  },
  'customers.trial_first': {
    what: 'Todavía no se han revisado los primeros diez registros, así que no se escribe nada en todos.',
    todo: 'Revíselos arriba y siga; después decida esto de nuevo.',
  },
  'customers.preview_outdated': {
    what: 'Alguien guardó, simuló o aprobó después de la simulación que usted vio, así que no se aprobó nada.',
    todo: 'Mire la simulación más reciente, o inicie una, y luego apruebe.',
  },
  'customers.no_room': {
    what: 'En la cuenta de HubSpot no cabe otra propiedad.',
    todo: 'Elimine en HubSpot una propiedad que nadie use, o relacione el campo con una que ya exista.',
  },
  'customers.not_by_hand': {
    what: 'En este ERP no se crean clientes a mano.',
    todo: 'Un administrador puede permitirlo en «Clientes»{inSettings}.',
  },
  'mapping.property_gone': {
    what: 'La propiedad asignada {property} ya no existe en HubSpot.',
    todo: 'Elija otra para su línea en «Clientes», o quite la línea. Los demás campos se siguen manteniendo al día.',
  },
  'mapping.field_gone': {
    what: 'El campo asignado {field} ya no existe en el ERP.',
    todo: 'Elija otro para su línea en «Clientes», o quite la línea. Los demás campos se siguen manteniendo al día.',
  },
};
