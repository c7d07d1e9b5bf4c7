import type { Sentence } from '../common/translate.ts';
import type { DECIDED_EN } from './en.decided.ts';

export const DECIDED_ES: Record<keyof typeof DECIDED_EN, Sentence> = {
  'unmatched.createNone': 'Crear los seleccionados en HubSpot',
  'unmatched.createChosen': { one: 'Crear {count} seleccionado en HubSpot', other: 'Crear {count} seleccionados en HubSpot' },
  'unmatched.create.title': '¿Crear registros en HubSpot?',
  'unmatched.create.count': { one: 'Hay {count} cliente seleccionado.', other: 'Hay {count} clientes seleccionados.' },
  'unmatched.create.text':
    'Cada uno se busca una vez más. Donde no se encuentra nada, su registro se crea y se vincula; donde otro tiene el mismo nombre, se le pregunta a usted.',
  'unmatched.create.not':
    'No se puede crear registro de personas sin un correo propio, de empresas que comparten su ID fiscal con otra en los mismos libros, ni de lo que el ERP archivó.',
  'unmatched.created': {
    one: 'Su registro se está creando en HubSpot.',
    other: 'Se están creando en HubSpot los registros de {count} clientes.',
  },
  'unmatched.created.partly': {
    one: '{count} de ellos quedó como está: se decidió mientras tanto, o no se puede crear su registro.',
    other: '{count} de ellos quedaron como están: se decidieron mientras tanto, o no se puede crear su registro.',
  },

  'decided.title': 'Decidido',
  'decided.text':
    'Lo que personas y reglas decidieron sobre clientes, y quién lo deshizo; lo más reciente primero. Las decisiones sobre campos individuales están en «Clientes», en el historial de campos.',
  'decided.about': 'Buscar un registro',
  'decided.about.help':
    'Busque un registro por el nombre o número del cliente del ERP, el nombre de la empresa de HubSpot o la dirección de su registro.',
  'decided.by': 'Decidido por',
  'decided.by.people': 'Personas',
  'decided.by.rules': 'Reglas',
  'decided.by.all': 'Ambas',
  'decided.none': 'No se decidió nada que este filtro muestre.',
  'decided.column.what': 'Cliente y registro',
  'decided.column.decision': 'Decisión',
  'decided.kind.linked': 'Vinculado',
  'decided.kind.refused': 'No es el mismo',
  'decided.kind.not_yet': 'Aún no es cliente',
  'decided.kind.left_out': 'Dejado fuera',
  'decided.kind.left': 'Dejado sin cliente',
  'decided.made': 'Creados el uno para el otro',
  'decided.customer': 'ERP: {customer}',
  'decided.record': 'HubSpot:',
  'decided.gone': 'Núm. {id} (ya no está en el ERP)',
  'decided.who': 'Por {who}, {moment}',
  'decided.who.rule': 'Por una regla ({rule}), {moment}',
  'decided.sometime': 'antes',
  'decided.takenBack': 'Deshecho por {who}, {moment}',
  'decided.takenBack.itself': 'Dejó de valer: {moment}',
  'decided.undo': 'Deshacer',
  'decided.undo.linked':
    '«{customer}» deja «{record}», que ya no muestra sus cifras. Los campos que Puente llenó mientras tanto conservan sus valores. No se vuelven a vincular automáticamente; el cliente se lista como no encontrado.',
  'decided.undo.refused':
    '«{customer}» y «{record}» pueden ser el mismo otra vez: el cliente se busca de nuevo y se vincula, o se le pregunta a usted.',
  'decided.undo.left_out': '«{customer}» se busca otra vez en HubSpot, y se vincula, se pregunta por él o se lista como no encontrado.',
  'decided.undone': 'Deshecho.',
};
