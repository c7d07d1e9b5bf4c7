export const TABS = ['overview', 'review', 'customers', 'products', 'orders', 'rules', 'connections'] as const;
export type TabId = (typeof TABS)[number];
