/** A service, and the communication scenario an administrator arranges for it. */
export interface Service {
  name: string;
  scenario: string;
}

/** The scenarios as SAP's documentation names them. */
export const SERVICES = {
  partners: { name: 'API_BUSINESS_PARTNER', scenario: 'SAP_COM_0008' },
  billing: { name: 'API_BILLING_DOCUMENT_SRV', scenario: 'SAP_COM_0120' },
  journal: { name: 'API_OPLACCTGDOCITEMCUBE_SRV', scenario: 'SAP_COM_0303' },
  companies: { name: 'API_COMPANYCODE_SRV', scenario: 'SAP_COM_0087' },
} satisfies Record<string, Service>;
