import { PuenteError, RecordRejectedError } from '../../shared/errors.ts';
import type { MailFailure } from './mail-failures.ts';

/** Codes that every ERP shares; `message` stands for the sentence where nobody else words the code. */
const reject = (code: string, message: string, params: Record<string, string> = {}): RecordRejectedError =>
  new RecordRejectedError('The order is refused', { code, params: { ...params, message: message.trim() } });

export const noPriceList = (currency: string, company: string): RecordRejectedError =>
  reject('order.no_price_list', `${company}: no price list in ${currency}`, { currency, company });

export const productNotSold = (product: string): RecordRejectedError =>
  reject('order.product_not_sold', `${product}: not sold, or archived`, { product });

export const productOfOtherCompany = (product: string): RecordRejectedError =>
  reject('order.product_of_other_company', `${product}: of another company`, { product });

export const ambiguousProduct = (product: string): RecordRejectedError =>
  reject('order.ambiguous_product', `${product}: several products have this SKU`, { product });

/** From here on of the user's rights. */
export const mayNotSell = (message: string): RecordRejectedError => reject('order.no_right_to_orders', message);
export const mayNotMakeProducts = (message: string): RecordRejectedError => reject('order.no_right_to_products', message);
export const mayNotMakeProjects = (message: string): RecordRejectedError => reject('order.no_right_to_projects', message);
export const mayNotSend = (message: string): RecordRejectedError => reject('order.no_right_to_send', message);

/** Of what the order rules name: it was deleted since, or the user may not use it. */
export const companyUnknown = (company: string): RecordRejectedError => reject('order.company_unknown', company, { company });
export const noSuchChoice = (choice: string): RecordRejectedError => reject('order.no_such_choice', choice, { choice });

export const notSendable = (document: string): RecordRejectedError => reject('order.not_sendable', document, { document });
export const noAddress = (document: string): RecordRejectedError => reject('order.no_address', document, { document });

/** The document counts as sent in Odoo; its e-mail stays there, and nothing sends it by itself. */
export const mailFailed = (document: string, { isServer, message }: MailFailure): RecordRejectedError =>
  reject(isServer ? 'order.mail_server_failed' : 'order.mail_refused', message || document, { document });

/** In the words people gave for it. */
export const customerBlocked = (message: string): RecordRejectedError => reject('order.customer_blocked', message);

/** Deleted, or merged with another. */
export const customerGone = (): RecordRejectedError => reject('order.customer_gone', '');

/** Odoo itself takes an archived contact, and its form does not offer it. */
export const customerArchived = (customer: string): RecordRejectedError => reject('order.customer_archived', customer, { customer });

/** Whoever sells is offered as a customer, like any contact. */
export const sellsToItself = (company: string): RecordRejectedError => reject('order.own_company', company, { company });

export const projectMissing = (product: string): RecordRejectedError =>
  reject('order.project_missing', `${product}: needs a project on the product or on the order`, { product });

/** What a project should be made like was deleted or archived. */
export const templateGone = (template: string): RecordRejectedError => reject('order.template_gone', template, { template });

/** What was sold makes its project by itself, or is not in the order any more. */
export const nothingForProject = (order: string): RecordRejectedError => reject('order.nothing_for_project', order, { order });

/** Until 17 only the line of a service can be tied to a project. */
export const projectNeedsService = (product: string): RecordRejectedError => reject('order.project_needs_service', product, { product });

/** People planned it otherwise since, or took something of it away. */
export const hoursEdited = (project: string): RecordRejectedError => reject('order.hours_edited', project, { project });

export const notOrdered = (order: string): RecordRejectedError => reject('order.not_ordered', order, { order });
export const noProjects = (): RecordRejectedError => reject('order.no_projects', 'Odoo lacks the modules for projects and for their sale');

export const contractTemplateMissing = (product: string): RecordRejectedError =>
  reject('order.contract_template_missing', `${product}: needs a contract template`, { product });

/** Enterprise: the plan is chosen for each order, and nobody says which. */
export const planMissing = (product: string): RecordRejectedError =>
  reject('order.plan_missing', `${product}: needs a recurring plan`, { product });

/** What was decided on was another figure. */
export const changedMeanwhile = (net: string): RecordRejectedError => reject('order.changed_meanwhile', net, { net });

export const notAmendable = (message: string): RecordRejectedError => reject('order.not_amendable', message);
export const notCancellable = (message: string): RecordRejectedError => reject('order.not_cancellable', message);

/** Asked for by a person, the button would have opened a window first; asked for by us nothing was done. */
export const asksPerson = (order: string): RecordRejectedError => reject('order.asks_person', order, { order });

/** What Odoo refuses for its content, as a refusal of this kind, in Odoo's own words. */
export async function refusedAs<T>(refusal: (message: string) => RecordRejectedError, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PuenteError && error.code === 'odoo.refused') throw refusal(String(error.params.message));
    throw error;
  }
}
