export const ARCHIVALS_ES = {
  'deletion.companies': 'Cuando una empresa se elimina o se archiva',
  'deletion.contacts': 'Cuando un contacto se elimina o se archiva',
  'deletion.text':
    'Se aplica a lo que ocurra desde la aprobación, y a lo que se eliminó o archivó mientras el ERP estuvo desconectado o la escritura detenida. En el ERP un cliente solo deja de usarse; en HubSpot un registro va a la papelera, que lo guarda 90 días. Las facturas y los pagos no se tocan. Puente espera diez minutos. Si hay facturas sin pagar o negocios abiertos, o si en un día desaparecen muchos registros, primero pide su confirmación.',
  'deletion.whenDeletedInHubSpot': 'Eliminado en HubSpot: su cliente en el ERP',
  'deletion.whenDeletedInHubSpot.keep': 'se queda como está',
  'deletion.whenDeletedInHubSpot.archive': 'se archiva',
  'deletion.whenDeletedInHubSpot.help':
    'Si el registro se restaura en HubSpot, Puente vuelve a poner en uso al cliente que archivó. Archivar requiere «Cambiar campos en el ERP», que se marca al aprobar.',
  'deletion.privacy': 'Una eliminación por privacidad nunca archiva a nadie.',
  'deletion.whenGoneInErp': 'Archivado o eliminado en el ERP: su registro de HubSpot',
  'deletion.whenGoneInErp.keep': 'se queda como está',
  'deletion.whenGoneInErp.archive': 'va a la papelera',
  'deletion.whenGoneInErp.help':
    'Solo si no está vinculado a otro cliente en uso. De la papelera puede restaurarlo una persona durante 90 días; una aplicación no. Requiere «Cambiar propiedades en HubSpot», que se marca al aprobar.',

  'deletion.words.whenDeletedInHubSpot.keep': 'cuando un registro se elimina en HubSpot, su cliente en el ERP se queda como está.',
  'deletion.words.whenDeletedInHubSpot.archive': 'cuando un registro se elimina en HubSpot, su cliente en el ERP se archiva.',
  'deletion.words.whenGoneInErp.keep': 'cuando un cliente se archiva o se elimina en el ERP, su registro de HubSpot se queda como está.',
  'deletion.words.whenGoneInErp.archive': 'cuando un cliente se archiva o se elimina en el ERP, su registro de HubSpot va a la papelera.',

  archivals: 'Después de eliminar o archivar un registro',
  'archivals.text.held': {
    one: '{count} espera su decisión. Hasta entonces sigue en uso.',
    other: '{count} esperan su decisión. Hasta entonces siguen en uso.',
  },
  'archivals.column.what': 'Qué',
  'archivals.erp': 'Archivar en el ERP: eliminado en HubSpot, {moment}',
  'archivals.hubspot': 'Archivar en HubSpot: eliminado o archivado en el ERP, {moment}',
  'archivals.customer': 'Cliente núm. {id}',
  'archivals.record': 'Registro de HubSpot',
  'archivals.state.noticed': 'Previsto',
  'archivals.state.held': 'Usted decide',
  'archivals.state.asked': 'En camino',
  'archivals.state.done': 'Archivado',
  'archivals.state.restoring': 'Volviendo a usarse',
  'archivals.state.rejected': 'Rechazado',
  'archivals.state.kept': 'Se dejó en uso',
  'archivals.decidedBy': 'Lo decidió {name}, {moment}',
  'archivals.at.noticed': 'Cuándo: {moment}, salvo que se restaure antes',
  'archivals.at.noticed.asks': {
    one: 'Cuándo: {moment}, si no se restaura antes; {count} factura no está liquidada, así que antes se le pregunta',
    other: 'Cuándo: {moment}, si no se restaura antes; {count} facturas no están liquidadas, así que antes se le pregunta',
  },
  'archivals.at.off': 'En espera: no se va antes de diez minutos desde que se aprueben reglas que lo pidan',
  'archivals.archive': 'Archivar de todos modos',
  'archivals.keep': 'Dejar en uso',
  'archivals.archived': 'Se está archivando.',
  'archivals.kept': '{name} sigue en uso.',
  'archivals.all.erp': 'Archivar todos los que esperan en el ERP',
  'archivals.all.hubspot': 'Archivar todos los que esperan en HubSpot',
  'archivals.none.erp': 'Dejar en uso todos los del ERP',
  'archivals.none.hubspot': 'Dejar en uso todos los de HubSpot',
  'archivals.all.title': '¿Archivar todos estos?',
  'archivals.all.erp.text':
    'Todos los clientes que aquí esperan su decisión se archivan en el ERP, también los que tienen facturas sin liquidar. No se elimina nada.',
  'archivals.all.hubspot.text':
    'Todos los registros que aquí esperan su decisión van a la papelera de HubSpot, también los que tienen negocios abiertos o facturas sin liquidar. Se pueden restaurar a mano durante 90 días.',
  'archivals.all.done': 'Se están archivando.',
  'archivals.none.done': 'Se quedan como están.',
  'customers.stop.archivals': {
    one: '{count} archivado previsto queda en espera y se olvida lo que se decidió sobre él: se revisa de nuevo cuando se aprueben reglas que lo pidan.',
    other:
      '{count} archivados previstos quedan en espera y se olvida lo que se decidió sobre ellos: se revisan de nuevo cuando se aprueben reglas que los pidan.',
  },
};
