/** Workflows that most people want first. `satisfies` stands where they join the others. */
export const RECIPES_EN = {
  'recipes.title': 'Workflows on what the ERP says',
  'recipes.text':
    'A property whose name ends in "at" gets the date and time each time the thing happens, and never for what happened before go-live. Start workflows from these.',
  'recipes.open': 'Open the workflows of HubSpot',
  'recipes.thank': 'Thank for a payment',
  'recipes.thank.1': 'New workflow based on contacts. It starts when "ERP invoice paid at" has changed, again each time.',
  'recipes.thank.2': 'Action: send your thank-you e-mail.',
  'recipes.thank.3': 'Which contacts carry the invoices of a company stands here under Rules.',
  'recipes.remind': 'Remind 10 days late',
  'recipes.remind.1': 'New workflow based on contacts. It starts when "ERP invoice overdue at" has changed, again each time.',
  'recipes.remind.2':
    'Delay of 10 days, then the step of Puente "Refresh and read the payment status", so that nobody who paid today is reminded.',
  'recipes.remind.3': 'If its output "Overdue amount" is greater than 0: send the reminder.',
  'recipes.welcome': 'Welcome an active customer',
  'recipes.welcome.1': 'New workflow based on companies. It starts when "ERP customer status" is Active.',
  'recipes.welcome.2':
    'Also ask that the company was created less than 30 days ago: old customers are active too, and the first sync would welcome them all.',
  'recipes.welcome.3': 'Actions: set the lifecycle stage to Customer, send the welcome to its contacts.',
};
