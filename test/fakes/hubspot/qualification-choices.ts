import { STAGE_LABELS } from './pipelines.ts';

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
  dealstage: STAGE_LABELS,
};

export const QUALIFICATION_CHOICES: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries(LABELS).map(([property, labels]) => [property, Object.keys(labels)]),
);

export const labelOf = (property: string, value: string): string => LABELS[property]?.[value] ?? value;
