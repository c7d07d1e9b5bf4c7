/** How far marketing and sales are with somebody or something: value → label, as a new account has them. */
const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lifecyclestage: {
    subscriber: 'Subscriber',
    lead: 'Lead',
    marketingqualifiedlead: 'Marketing Qualified Lead',
    salesqualifiedlead: 'Sales Qualified Lead',
    opportunity: 'Opportunity',
    customer: 'Customer',
    evangelist: 'Evangelist',
    other: 'Other',
  },
  hs_lead_status: {
    NEW: 'New',
    OPEN: 'Open',
    IN_PROGRESS: 'In Progress',
    OPEN_DEAL: 'Open Deal',
    UNQUALIFIED: 'Unqualified',
    ATTEMPTED_TO_CONTACT: 'Attempted to Contact',
    CONNECTED: 'Connected',
    BAD_TIMING: 'Bad Timing',
  },
  dealstage: {
    appointmentscheduled: 'Appointment Scheduled',
    qualifiedtobuy: 'Qualified To Buy',
    presentationscheduled: 'Presentation Scheduled',
    decisionmakerboughtin: 'Decision Maker Bought-In',
    contractsent: 'Contract Sent',
    closedwon: 'Closed Won',
    closedlost: 'Closed Lost',
  },
};

export const QUALIFICATION_CHOICES: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries(LABELS).map(([property, labels]) => [property, Object.keys(labels)]),
);

export const labelOf = (property: string, value: string): string => LABELS[property]?.[value] ?? value;
