import { notImplemented, refused } from '../errors.ts';
import type { Body } from '../odata/body.ts';
import type { Row, Tx } from '../store.ts';

const TERMS = ['0001', '0002', '0003', '0004', 'NT30', 'NT60'];
const RECONCILIATION = '0012100000';

/** What makes a customer of a partner: its number there is the partner's. */
export function customerViews(tx: Tx, { number, name }: { number: string; name: string }, view: Body | undefined): void {
  const names = { CustomerName: name.slice(0, 80), BPCustomerName: name.slice(0, 81), CustomerFullName: name };
  tx.put('A_Customer', number, { ...view?.row, Customer: number, ...names, CreationDate: tx.stamp.day, CustomerAccountGroup: 'CUST' });
  for (const [navigation, bodies] of view?.children ?? [])
    for (const body of bodies) {
      if (navigation === 'to_CustomerCompany') putCompany(tx, number, body.row);
      else if (navigation === 'to_CustomerSalesArea') putSalesArea(tx, number, body);
      else throw notImplemented(`POST A_BusinessPartner with ${navigation}`);
    }
}

function putCompany(tx: Tx, number: string, row: Row): void {
  const code = String(row['CompanyCode'] ?? '');
  if (!tx.store.companies.has(code)) throw refused('F2/007', `Company code ${code} does not exist`, 'CompanyCode');
  if (row['ReconciliationAccount'] !== RECONCILIATION)
    throw refused('F2/145', `Reconciliation account ${String(row['ReconciliationAccount'] ?? '')} is not defined in company code ${code}`, 'ReconciliationAccount'); // prettier-ignore
  checkTerms(row['PaymentTerms'], 'PaymentTerms');
  tx.put('A_CustomerCompany', `${number}/${code}`, { ...row, Customer: number, CustomerAccountGroup: 'CUST' });
}

/** Each company code sells in one area, `10/00`. */
function putSalesArea(tx: Tx, number: string, { row, children }: Body): void {
  const area = [row['SalesOrganization'], row['DistributionChannel'], row['Division']].map((part) => String(part ?? ''));
  const [organisation = ''] = area;
  if (!tx.store.companies.has(organisation) || area.slice(1).join('/') !== '10/00')
    throw refused('VP/204', `Sales area ${area.join(' ')} is not defined`, 'SalesOrganization');
  if (!/^[A-Z]{3}$/.test(String(row['Currency'] ?? ''))) throw refused('F2/163', 'Enter a currency', 'Currency');
  checkTerms(row['CustomerPaymentTerms'], 'CustomerPaymentTerms');
  if (children.size > 0) throw notImplemented('POST A_CustomerSalesArea with children');
  tx.put('A_CustomerSalesArea', `${number}/${area.join('/')}`, { ...row, Customer: number, CustomerAccountGroup: 'CUST' });
}

export function checkTerms(terms: Row[string], field: string): void {
  if (terms && !TERMS.includes(String(terms))) throw refused('F2/170', `Terms of payment ${String(terms)} are not defined`, field);
}
