import type { Explained } from '../common/explain.ts';

/** What stands in the way of projects as records of HubSpot. */
export const PROJECT_RECORD_CODES_EN = {
  'project_records.needs_permission': {
    what: 'Puente has no permission in HubSpot to make records of projects.',
    todo: 'Ask your HubSpot administrator to install Puente again and to accept the permission for services and projects, then retry. Everything else works without it.',
  },
  'project_records.not_in_account': {
    what: 'The object that projects should be records of is not switched on in this HubSpot account, or Puente may not use it.',
    todo: 'An administrator of HubSpot switches it on in its data model and, if Puente was not asked for it yet, installs Puente again; then retry. Or choose "No records" under "Connections".',
  },
  'project_records.key_taken': {
    what: 'A property "erp_project_key" exists in HubSpot already and cannot hold the key of a project.',
    todo: 'Rename or delete that property in HubSpot, then retry. Until then no records of projects are made.',
  },
  'project_records.no_room': {
    what: 'HubSpot has no room for one more property on the object that projects should be records of.',
    todo: 'Delete a property there that nobody needs, then retry. Until then no records of projects are made.',
  },
  'project_records.full': {
    what: 'Your HubSpot account allows no more records of this object.',
    todo: 'Delete records that nobody needs or ask HubSpot for more, then retry. The records that are there stay.',
  },
  'project_records.not_now': {
    what: 'HubSpot did not say whether it has this object.',
    todo: 'Save again in a minute. Nothing was changed.',
  },
  'project_record.refused': {
    what: 'HubSpot does not take some projects of the ERP as records (property: {property}).',
    todo: 'Correct what stands in the way in HubSpot, for example a rule for that property, then retry.',
  },
  'project_record.deleted_in_hubspot': {
    what: 'Somebody deleted the record of the project "{project}" in HubSpot; it is not made again.',
    todo: 'Nothing to do if that is right. Otherwise restore it from the recycling bin of HubSpot; it is written again by itself.',
  },
} satisfies Record<string, Explained>;

export const PROJECT_RECORD_CODES_ES: Record<keyof typeof PROJECT_RECORD_CODES_EN, Explained> = {
  'project_records.needs_permission': {
    what: 'Puente no tiene permiso en HubSpot para crear registros de proyectos.',
    todo: 'Pida a su administrador de HubSpot que instale Puente de nuevo y acepte el permiso de servicios y proyectos, y reintente. Todo lo demás funciona sin él.',
  },
  'project_records.not_in_account': {
    what: 'El objeto en que los proyectos serían registros no está activado en esta cuenta de HubSpot, o Puente no puede usarlo.',
    todo: 'Un administrador de HubSpot lo activa en su modelo de datos y, si aún no se pidió permiso para Puente, lo instala de nuevo; después reintente. O elija «Sin registros» en «Conexiones».',
  },
  'project_records.key_taken': {
    what: 'Ya existe en HubSpot una propiedad «erp_project_key» que no puede contener la clave de un proyecto.',
    todo: 'Cambie el nombre de esa propiedad en HubSpot o elimínela, y reintente. Hasta entonces no se crean registros de proyectos.',
  },
  'project_records.no_room': {
    what: 'HubSpot no tiene lugar para una propiedad más en el objeto en que los proyectos serían registros.',
    todo: 'Elimine allí una propiedad que nadie necesite y reintente. Hasta entonces no se crean registros de proyectos.',
  },
  'project_records.full': {
    what: 'Su cuenta de HubSpot no permite más registros de este objeto.',
    todo: 'Elimine registros que nadie necesite o pida más a HubSpot, y reintente. Los registros que hay se quedan.',
  },
  'project_records.not_now': {
    what: 'HubSpot no dijo si tiene este objeto.',
    todo: 'Guarde de nuevo en un minuto. No se cambió nada.',
  },
  'project_record.refused': {
    what: 'HubSpot no acepta algunos proyectos del ERP como registros (propiedad: {property}).',
    todo: 'Corrija en HubSpot lo que lo impide, por ejemplo una regla de esa propiedad, y reintente.',
  },
  'project_record.deleted_in_hubspot': {
    what: 'Alguien eliminó en HubSpot el registro del proyecto «{project}»; no se crea de nuevo.',
    todo: 'No hay nada que hacer si es correcto. Si no, restáurelo desde la papelera de HubSpot; se escribe de nuevo solo.',
  },
};
