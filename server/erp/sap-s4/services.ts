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
  products: { name: 'API_PRODUCT_SRV', scenario: 'SAP_COM_0009' },
  prices: { name: 'API_SLSPRICINGCONDITIONRECORD_SRV', scenario: 'SAP_COM_0294' },
  orders: { name: 'API_SALES_ORDER_SRV', scenario: 'SAP_COM_0109' },
  simulation: { name: 'API_SALES_ORDER_SIMULATION_SRV', scenario: 'SAP_COM_0109' },
  quotations: { name: 'API_SALES_QUOTATION_SRV', scenario: 'SAP_COM_0118' },
  deliveries: { name: 'API_OUTBOUND_DELIVERY_SRV;v=0002', scenario: 'SAP_COM_0106' },
  stock: { name: 'API_MATERIAL_STOCK_SRV', scenario: 'SAP_COM_0164' },
} satisfies Record<string, Service>;
