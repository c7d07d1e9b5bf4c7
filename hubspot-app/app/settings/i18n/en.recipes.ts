/** Workflows that most people want first. `satisfies` stands where they join the others. */
export const RECIPES_EN = {
  'recipes.title': 'Workflows based on ERP events',
  'recipes.text':
    'Properties such as "ERP invoice paid at" hold the date and time of the latest event. Use them to start workflows; nothing that happened before the day from which workflows start triggers them.',
  'recipes.open': 'Open HubSpot workflows',
  'recipes.thank': 'Say thank you for a payment',
  'recipes.thank.1': 'New workflow based on contacts, with re-enrollment turned on. It starts every time "ERP invoice paid at" changes.',
  'recipes.thank.2': 'Action: send your thank-you e-mail.',
  'recipes.thank.3': 'Choose under "Rules" on which contacts their company’s invoices also appear.',
  'recipes.remind': 'Send a payment reminder 10 days after the due date',
  'recipes.remind.1':
    'New workflow based on contacts, with re-enrollment turned on. It starts every time "ERP invoice overdue at" changes, which is the day after the due date.',
  'recipes.remind.2':
    'Delay of 9 days, then the step of Puente "Refresh and read the payment status", so that nobody who paid today is reminded.',
  'recipes.remind.3': 'If its output "Overdue amount" is greater than 0: send the reminder.',
  'recipes.welcome': 'Welcome an active customer',
  'recipes.welcome.1': 'New workflow based on companies. It starts when "ERP customer status" is Active.',
  'recipes.welcome.2':
    'Add the condition that the company was created less than 30 days ago: the customers you already have are active too, and the first write would welcome them all.',
  'recipes.welcome.3': 'Actions: set the lifecycle stage to Customer, send the welcome to its contacts.',
};
