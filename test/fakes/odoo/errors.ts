/** An error as Odoo names it. JSON-2 takes its HTTP status from the name. */
export class OdooError extends Error {
  readonly odooName: string;
  readonly status: number;

  constructor(odooName: string, message: string, status: number) {
    super(message);
    this.odooName = odooName;
    this.status = status;
  }

  /** The error object both transports carry. */
  toData(): Record<string, unknown> {
    const isHttp = this.odooName.startsWith('werkzeug.');
    return {
      name: this.odooName,
      debug: 'Traceback (most recent call last): …',
      message: this.message,
      arguments: isHttp ? [this.message, this.status] : [this.message],
      context: {},
    };
  }
}

export const accessDenied = (): OdooError => new OdooError('odoo.exceptions.AccessDenied', 'Access Denied', 403);
export const accessError = (message: string): OdooError => new OdooError('odoo.exceptions.AccessError', message, 403);
export const userError = (message: string): OdooError => new OdooError('odoo.exceptions.UserError', message, 422);
export const validationError = (message: string): OdooError => new OdooError('odoo.exceptions.ValidationError', message, 422);
export const valueError = (message: string): OdooError => new OdooError('builtins.ValueError', message, 500);
export const keyError = (key: string): OdooError => new OdooError('builtins.KeyError', key, 500);
export const typeError = (message: string): OdooError => new OdooError('builtins.TypeError', message, 422);
export const indexError = (message: string): OdooError => new OdooError('builtins.IndexError', message, 500);
export const attributeError = (message: string): OdooError => new OdooError('builtins.AttributeError', message, 404);
export const notFound = (message: string): OdooError => new OdooError('werkzeug.exceptions.NotFound', message, 404);
export const unprocessable = (message: string): OdooError => new OdooError('werkzeug.exceptions.UnprocessableEntity', message, 422);
export const unauthorized = (message: string): OdooError => new OdooError('werkzeug.exceptions.Unauthorized', message, 401);
export const badRequest = (message: string): OdooError => new OdooError('werkzeug.exceptions.BadRequest', message, 400);

export const missingError = (model: string, id: number, uid: number): OdooError =>
  new OdooError(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
    404,
  );

export const unknownDatabase = (name: string): OdooError =>
  new OdooError(
    'psycopg2.OperationalError',
    `connection to server at "db.example", port 5432 failed: FATAL:  database "${name}" does not exist\n`,
    500,
  );

const VERBS = { read: 'access', write: 'modify', create: 'create', unlink: 'delete' };

export function notAllowed(
  { description, name, groups }: { description: string; name: string; groups: readonly string[] },
  operation: keyof typeof VERBS,
): OdooError {
  const allowed =
    groups.length > 0
      ? `This operation is allowed for the following groups:\n${groups.map((g) => `\t- ${g}`).join('\n')}`
      : 'No group currently allows this operation.';
  return accessError(
    `You are not allowed to ${VERBS[operation]} '${description}' (${name}) records.\n\n${allowed}\n\nContact your administrator to request access if necessary.`,
  );
}
