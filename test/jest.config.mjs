export default {
  rootDir: '..',
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/test/jest.transform.cjs' },
  globalSetup: '<rootDir>/test/jest.global-setup.ts',
  globalTeardown: '<rootDir>/test/jest.global-teardown.ts',
  coverageProvider: 'v8',
  collectCoverageFrom: ['server/**/*.ts', 'hubspot-app/**/*.{ts,tsx}'],
  reporters: ['default', '<rootDir>/test/jest.reporter.cjs'],
  testTimeout: 20_000,
  // A test that forgot a timer or a connection must not keep the run from ending.
  forceExit: true,
};
