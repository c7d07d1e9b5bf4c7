/** In which HubSpot shows our properties. */
export const OWN_GROUP = { name: 'puente', label: 'ERP (Puente)' } as const;
