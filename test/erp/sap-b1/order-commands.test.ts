import { describeOrderCommandsContract } from '../../contract/order-commands.ts';
import { b1OrderHarness, type B1OrderHarness } from './orders-harness.ts';

/** With the place for the key, which an administrator makes. */
async function withKeyField(options: Parameters<typeof b1OrderHarness>[0] = {}): Promise<B1OrderHarness> {
  const harness = await b1OrderHarness(options);
  harness.fake.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
  return harness;
}

describeOrderCommandsContract('Business One', () => withKeyField());
describeOrderCommandsContract('Business One 9.3', () => withKeyField({ patchLevel: 'old' }));
