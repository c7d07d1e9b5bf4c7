/** A refusal of Service Layer; its text is localised, so nobody should read it. */
export class B1Error extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** v2 writes the code as text, v1 as a number and the message with its language. */
export function errorBody(error: B1Error, version: 'v1' | 'v2'): unknown {
  return version === 'v2'
    ? { error: { code: String(error.code), message: error.message } }
    : { error: { code: error.code, message: { lang: 'en-us', value: error.message } } };
}

export const invalidSession = (): B1Error => new B1Error(401, 301, 'Invalid session or session already timeout.');
export const notFound = (): B1Error => new B1Error(404, -2028, 'No matching records found (ODBC -2028)');
export const invalidProperty = (name: string): B1Error => new B1Error(400, 201, `Property '${name}' is invalid`);
export const invalidFilter = (): B1Error => new B1Error(400, 201, 'Query string error - Invalid filter condition');
export const invalidQuery = (detail: string): B1Error => new B1Error(400, -1000, `Query string error - ${detail}`);
/** SLD refuses an unknown company database with this, before 10.0 a wrong password too, and everybody while the server is starting. */
export const noDatabase = (): B1Error => new B1Error(401, -304, 'Fail to get DB Credentials from SLD');
export const wrongPassword = (): B1Error => new B1Error(401, 100000027, 'Enter valid code  [OUSR.USERCODE] [OUSR.PASSWORD]');
export const userLocked = (): B1Error => new B1Error(401, 100000055, 'Your account has been locked');
/** Status and code of the next two are guesses: no recording was at hand. */
export const noLicence = (): B1Error => new B1Error(401, -8037, 'No license available for this user');
export const notPermitted = (object: string): B1Error => new B1Error(403, -5006, `You are not permitted to perform this action: ${object}`);
export const notSupported = (what: string): B1Error =>
  new B1Error(400, -5006, `The requested action is not supported for this object: ${what}`);
export const unknownResource = (name: string): B1Error => new B1Error(404, -1000, `Unrecognized resource path: ${name}`);

// ── writing ──

/** An unknown property is refused with this code, seen on a real system; that the wrong type is, too, is assumed. */
export const invalidBody = (detail: string): B1Error => new B1Error(400, -1000, detail);
/** The words are those of real systems; none of them tells the code. */
export const tooLong = (property: string, type: string): B1Error =>
  new B1Error(400, -1, `CServiceData::SetPropertyValueString failed; Value too long in property '${property}' of '${type}'`);
/** `column`: `OCRD.CardCode` */
export const undefinedCode = (column: string): B1Error => new B1Error(400, -5002, `Code undefined  [${column}]`);
export const noLinkedValue = (column: string, value: unknown): B1Error =>
  new B1Error(400, -5002, `[${column}] , 'Linked value ${String(value)} does not exist'`);
export const itemTaken = (code: string): B1Error => new B1Error(400, -10, `1470000311 - Item code '${code}' already exists`);
export const projectTaken = (code: string): B1Error =>
  new B1Error(400, -2035, `This entry already exists in the following tables (ODBC -2035) [OPRJ.PrjCode] '${code}'`);
export const wrongMember = (column: string): B1Error => new B1Error(400, -5002, `[${column}] , 'Value is not valid'`);
export const codeTaken = (code: string): B1Error =>
  new B1Error(
    400,
    -10,
    `1320000140 - Business partner code '${code}' already assigned to a business partner; enter a unique business partner code`,
  );
export const entryExists = (): B1Error => new B1Error(400, -2035, 'This entry already exists in the following tables (ODBC -2035)');
/** That both at once need days to either is assumed, as are code and words: the screen offers them only as "Advanced". */
export const activeAndFrozen = (): B1Error => new B1Error(400, -5002, `[OCRD.frozenFor] , 'Active and inactive ranges overlap'`);
export const changedMeanwhile = (): B1Error => new B1Error(412, -2039, 'Data has been modified by another user (ODBC -2039)');
export const noSuchEntity = (key: string): B1Error => new B1Error(404, -2028, `Entity with value('${key}') does not exist`);
