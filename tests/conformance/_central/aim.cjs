// Aims the API tests of an ODK Central checkout at a server that answers over HTTP (`PAMOJA_AIM`, its address).
// Loaded with `mocha --require`. It stands in for two files of the checkout: the one that puts Central into the test's
// own process, and the one that works off Central's queue. A test that reaches for more of Central's inside (its
// database, its mail, its mocks) cannot be asked of another server: it is left out and named.
const http = require('node:http');
const path = require('node:path');
const Module = require('node:module');

const ADDRESS = process.env.PAMOJA_AIM;
// Tests send requests together that need one another (a record, and its approval): Central in the test's own process
// takes them in the order in which they were sent, and so they go out here.
const one = new http.Agent({ keepAlive: true, maxSockets: 1 });
const send = http.request;
http.request = (options, then) => send({ ...options, agent: one }, then);
const CHECKOUT = process.cwd();
const STOOD_IN_FOR = new Map([
  [path.join(CHECKOUT, 'test/integration/setup.js'), () => setup()],
  [path.join(CHECKOUT, 'lib/worker/worker.js'), () => ({ exhaust: () => hook('exhaust'), exhaustParallel: inside('worker'), workerQueue: inside('worker') })],
]);

class Inside extends Error {}
const inside = (name) => () => { throw new Inside(name); };
const closed = (name) => new Proxy(function closedDoor() {}, {
  get: (_, key) => { throw new Inside(`${name}.${String(key)}`); },
  set: (_, key) => { throw new Inside(`${name}.${String(key)}`); },
  apply: () => { throw new Inside(name); },
});

const load = Module._load;
Module._load = function standIn(request, parent, isMain) {
  if (request.startsWith('.') || path.isAbsolute(request)) {
    const file = Module._resolveFilename(request, parent, isMain);
    const instead = STOOD_IN_FOR.get(file);
    if (instead) return instead();
  }
  return load.apply(this, [request, parent, isMain]);
};

for (const name of ['inbox', 'enketo', 's3', 'sentry', 'xlsformForm', 'xlsformHash', 'xlsformTest', 'xlsformFallback'])
  Object.defineProperty(global, name, { get: inside(`global.${name}`), set: (value) => {
    if (name !== 'inbox') throw new Inside(`global.${name}`); // every test empties the inbox, whoever reads it
    return value;
  } });

const hook = async (name) => {
  const answer = await fetch(`${ADDRESS}/__test/${name}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`/__test/${name} answered ${answer.status}`);
};

const signedIn = (service, token) => new Proxy(service, {
  get: (target, verb) => (typeof target[verb] !== 'function' ? target[verb]
    : (...words) => target[verb](...words).set('Authorization', `Bearer ${token}`)),
});

const withSignIn = (service) => {
  const authenticate = require(path.join(CHECKOUT, 'test/util/authenticate-user'));
  const asUser = async (user) => signedIn(service, await authenticate(service, user));
  service.authenticateUser = (...words) => authenticate(service, ...words);
  service.login = async (who, then) => {
    const users = await Promise.all([who].flat().map(asUser));
    if (then) return then(...users);
    return Array.isArray(who) ? users : users[0];
  };
  return service;
};

// An Inside that a promise chain of the test turned into a failure of its own is still one.
const leavesOut = (test) => async function aimed(...rest) {
  try {
    return await test.apply(this, rest);
  } catch (error) {
    if (!(error instanceof Inside)) throw error;
    this.test.leftOut = error.message;
    return this.skip();
  }
};

const overHttp = (test) => leavesOut(async function asked() {
  await hook('reset');
  const service = withSignIn(require(path.join(CHECKOUT, 'node_modules/supertest'))(ADDRESS));
  return test.call(this, service, closed('container'));
});

const withinCentral = () => leavesOut(async () => { throw new Inside('container'); });

function setup() {
  const withClosedForm = (test) => async (service) => {
    const { readFileSync } = require('node:fs');
    const { forms } = require(path.join(CHECKOUT, 'test/data/xml'));
    const alice = await service.login('alice');
    const workbook = readFileSync(path.join(CHECKOUT, 'test/data/simple.xlsx'));
    const made = [[forms.withAttachments, 'application/xml', 'withAttachments'], [workbook, 'application/vnd.ms-excel', 'simple2']];
    for (const [body, type, id] of made) {
      await alice.post('/v1/projects/1/forms?publish=true').send(body).set('Content-Type', type).expect(200);
      await alice.patch(`/v1/projects/1/forms/${id}`).send({ state: 'closed' }).expect(200);
    }
    return test(service);
  };
  return { testService: overHttp, testServiceFullTrx: overHttp, testContainer: withinCentral, testContainerFullTrx: withinCentral,
    testTask: withinCentral, testTaskFullTrx: withinCentral, withClosedForm };
}
