import type { CustomerField } from '../../server/erp/shared/contract.ts';

/** A field as an ERP describes it; a test names only what it is about. */
export const aField = (name: string, given: Partial<CustomerField> = {}): CustomerField => ({
  ...{ name, label: name.toUpperCase(), type: 'text', role: null },
  ...{ isCustom: false, isWritable: true, isRequired: false, isForNewOnly: false },
  ...given,
});
