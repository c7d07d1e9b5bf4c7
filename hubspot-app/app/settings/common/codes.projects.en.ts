/** What stands in the way of projects that are made of orders. */
export const PROJECT_CODES_EN = {
  'projects.absent': {
    what: 'Nothing that makes projects of what is sold is installed in this ERP.',
    todo: 'Turn its modules for projects and sales on there if you use them; otherwise switch projects off here.',
  },
  'order.no_such_project_code': {
    what: 'The ERP has no project code {project}, or it is not in use any more.',
    todo: 'An administrator chooses another one under "Orders", or takes that one back into use in the ERP; then retry.',
  },
  'order.template_gone': {
    what: 'The project {template}, after which a new one should be made, was deleted or archived in the ERP.',
    todo: 'An administrator chooses another one under "Orders", or takes that one back into use in the ERP; then retry.',
  },
  'order.nothing_for_project': {
    what: 'Nothing in the order {order} needs a project of its own: what the rule names is not in it, or makes its project by itself.',
    todo: 'Let it rest if that is right; otherwise an administrator changes what the rule names under "Orders", then retry.',
  },
  'order.project_needs_service': {
    what: 'This version of the ERP ties projects to services alone, and {product} is none.',
    todo: 'Put a service on the order or on the rule, then retry.',
  },
  'order.not_ordered': {
    what: 'The order {order} is not confirmed in the ERP.',
    todo: 'Confirm it, then retry; of a cancelled order let it rest.',
  },
  'order.hours_edited': {
    what: 'The order sells another quantity than its project {project} was planned for, and people changed the planned hours there: they stay.',
    todo: 'Change the hours in the ERP if they should follow, or leave it as it is.',
  },
  'order.hours_unknown': {
    what: 'The order sells another quantity than its project {project} was planned for. Nobody knows whether people changed the planned hours there: they stay.',
    todo: 'Change the hours in the ERP if they should follow, or leave it as it is.',
  },
  'order.no_projects': {
    what: 'The ERP has no projects that can be sold.',
    todo: 'Turn its modules for projects and sales on, or remove the rule under "Orders"; then retry.',
  },
  'order.no_right_to_projects': {
    what: 'The user of the ERP connection may not make projects: {message}',
    todo: 'Give that user the right to administer projects in the ERP, then retry.',
  },
  'order.project_answer_unknown': {
    what: 'The ERP did not say whether it made the project.',
    todo: 'Nothing to do: Puente looks for it in the ERP first. It is never made twice.',
  },
} as const;
