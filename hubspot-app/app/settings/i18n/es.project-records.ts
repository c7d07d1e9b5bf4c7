import type { Sentence } from '../common/translate.ts';
import type { PROJECT_RECORDS_EN } from './en.project-records.ts';

export const PROJECT_RECORDS_ES: Record<keyof typeof PROJECT_RECORDS_EN, Sentence> = {
  'projectRecords.label': 'Crear un registro de HubSpot por cada proyecto',
  'projectRecords.text':
    'Cada proyecto que figura en un negocio recibe un registro, asociado al negocio y a su empresa: nombre, etapa, fechas, tareas y horas como las tiene el ERP. Lo escribe el ERP y nada vuelve; lo que usted cambie en otras propiedades se queda.',
  'projectRecords.none': 'Sin registros: solo la tarjeta y las propiedades del negocio',
  'projectRecords.services': 'Servicios',
  'projectRecords.projects': 'Proyectos',
  'projectRecords.counts': '{object}: se crearían {toMake} registros más, hay {made}.',
  'projectRecords.deleted': '{deleted} se eliminaron en HubSpot y no se crean de nuevo.',
  'projectRecords.needs_permission':
    '{object}: Puente no tiene permiso para este objeto. Pida a su administrador de HubSpot que instale Puente de nuevo y lo acepte. Todo lo demás funciona sin él.',
  'projectRecords.not_in_account':
    '{object}: no está activado en esta cuenta de HubSpot. Un administrador de HubSpot lo activa en su modelo de datos; después abra esta página de nuevo.',
  'projectRecords.unknown': '{object}: HubSpot no responde bien en este momento. Abra esta página de nuevo en un minuto.',
  'projectRecords.noDoneStage':
    'HubSpot no dice qué etapa significa terminado, así que un registro conserva su etapa cuando su proyecto termina. La propiedad «Estado del proyecto ERP» lo dice.',
  'projectRecords.on': 'Los registros se están creando.',
  'projectRecords.off': 'Ya no se crean ni cambian registros. Los que hay se quedan.',
};
