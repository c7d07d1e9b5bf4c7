import type { COMMAND_CODES_EN } from './codes.commands.en.ts';
import type { Explained } from './codes.en.ts';

export const COMMAND_CODES_ES: Record<keyof typeof COMMAND_CODES_EN, Explained> = {
  'command.waiting_organisation': {
    what: 'La empresa de este contacto todavía no es cliente en el ERP.',
    todo: 'Cree primero la empresa como cliente, o vincúlela en su tarjeta; el contacto la sigue solo.',
  },
  'command.waiting_review': {
    what: 'Quizá el ERP ya tiene a este cliente: {customers}.',
    todo: 'Decida en «Por decidir»{inSettings}, o en la tarjeta del registro: vincule uno de ellos, o diga que es un cliente nuevo.',
  },
  'command.left': {
    what: 'Quizá el ERP ya tiene a este cliente, y una persona dejó este registro sin cliente.',
    todo: 'No hay nada que hacer: ninguna regla lo pide de nuevo. En la tarjeta del registro puede vincularse o crearse como cliente.',
  },
  'command.not_wanted': {
    what: 'Una persona dijo en la tarjeta que este registro no debe crearse como cliente.',
    todo: 'No hay nada que hacer: ninguna regla ni flujo de trabajo lo pide de nuevo. En la tarjeta del registro todavía puede crearse.',
  },
  'command.being_made': {
    what: '{name} está creando este cliente en este momento.',
    todo: 'Espere a que la tarjeta diga qué resultó. Si no se quería, pulse entonces «Quitar vínculo…» y archívelo en el ERP.',
  },
  'command.decided': {
    what: 'Alguien lo decidió mientras tanto, o ya no se pregunta.',
    todo: 'Recargue la página: muestra cómo está.',
  },
  'command.waiting_trial': {
    what: 'Los primeros diez registros se escriben y se revisan antes que el resto.',
    todo: 'Un administrador los confirma en «Clientes»{inSettings}; después sigue solo.',
  },
  'command.decide_first': {
    what: 'Aquí primero tiene que decidir una persona.',
    todo: 'Abra el registro y decida en su tarjeta; después sigue solo.',
  },
  'command.trial_first': {
    what: 'Los primeros diez registros se revisan antes de escribir el resto.',
    todo: 'Confírmelos en «Clientes»{inSettings}; después sigue solo.',
  },
  'command.waiting_other': {
    what: 'Otro registro con el mismo ID fiscal se está creando como cliente ({record}).',
    todo: 'No hay nada que hacer: cuando ese termine, este se revisa de nuevo. Si son la misma empresa, fusiónelos en HubSpot.',
  },
  'command.waiting_lists': {
    what: 'HubSpot no indica por ahora en qué listas está este registro.',
    todo: 'No hay nada que hacer: se le pregunta de nuevo cada minuto.',
  },
  'command.answer_unknown': {
    what: 'El ERP no dijo si creó el cliente.',
    todo: 'No hay nada que hacer: Puente lo busca en el ERP y solo reintenta si no está. Nunca se crea dos veces.',
  },
  'command.refused': {
    what: 'El ERP lo rechazó. Su respuesta: «{message}»',
    todo: 'Corrija en el registro de HubSpot o en el ERP lo que este objeta: {fields}. Después reintente.',
  },
  'command.rejected': {
    what: 'El ERP no creó el cliente. Su respuesta: «{message}»',
    todo: 'Corrija en el registro de HubSpot lo que objeta el ERP: {fields}. Después reintente.',
  },
  'erp.no_right_to_customers': {
    what: 'El usuario de la conexión con el ERP no puede crear ni modificar clientes: {message}',
    todo: 'Quien administra el ERP da a ese usuario permiso para crear y modificar clientes; después reintente.',
  },
  'command.order_rejected': {
    what: 'El ERP lo rechazó. Su respuesta: «{message}»',
    todo: 'Corrija en el negocio, en las reglas de pedidos o en el ERP lo que este objeta: {fields}. Después reintente.',
  },
  'command.archiving_rejected': {
    what: 'El ERP no archivó al cliente, o no volvió a usarlo. Su respuesta: «{message}»',
    todo: 'Arregle en el ERP lo que objeta y reintente, o cambie al cliente allí a mano.',
  },
  'command.change_unknown': {
    what: 'El ERP no dijo si cambió al cliente.',
    todo: 'No hay nada que hacer: Puente lo repite en cuanto el ERP ya no pueda estar en ello. Dos veces es lo mismo que una.',
  },
  'command.copied': {
    what: 'El ERP tiene {count} clientes con la clave de este: alguien lo copió ahí.',
    todo: 'Nada se crea dos veces: se usa el más antiguo. Archive las copias en el ERP, o quíteles la clave.',
  },
  'command.gone': {
    what: 'El cliente que se creó de este registro se eliminó en el ERP.',
    todo: 'Si es correcto, no hay nada que hacer: no se crea de nuevo solo. Si no, créelo de nuevo en la tarjeta, o vincule ahí a otro cliente.',
  },
};
