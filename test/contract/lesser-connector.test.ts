import type { ErpConnector, StreamName } from '../../server/erp/shared/contract.ts';
import { odooHarness, ODOO_DECLARES } from '../erp/odoo/harness.ts';
import { describeErpContract, type Declared, type ErpHarness } from './erp-contract.ts';

// The suite asks a connector for what it declares, and for nothing else.
describeErpContract('a connector with customers alone', lesser('customers'), { declares: declaring('customers') });
describeErpContract('a connector without payments', lesser('customers', 'invoices'), { declares: declaring('customers', 'invoices') });

function declaring(...streams: StreamName[]): Declared {
  return { streams: Object.fromEntries(streams.map((stream) => [stream, ODOO_DECLARES.streams[stream]])), capabilities: {} };
}

function lesser(...streams: StreamName[]): () => Promise<ErpHarness> {
  return async () => {
    const harness = await odooHarness({ version: 18 });
    const reduce = (erp: ErpConnector): ErpConnector => ({
      ...erp,
      ...declaring(...streams),
      readPage: (stream, ...rest) => erp.readPage(declared(stream), ...rest),
      readByIds: (stream, ...rest) => erp.readByIds(declared(stream), ...rest),
      list: (stream, ...rest) => erp.list(declared(stream), ...rest),
    });
    const declared = <S extends StreamName>(stream: S): S => {
      if (!streams.includes(stream)) throw new Error(`${stream} is not declared`);
      return stream;
    };
    return {
      ...harness,
      connect: () => reduce(harness.connect()),
      connectWithWrongSecret: () => reduce(harness.connectWithWrongSecret()),
    };
  };
}
