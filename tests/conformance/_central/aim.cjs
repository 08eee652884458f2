// Aims the API tests of an ODK Central checkout at a server that answers over HTTP (`PAMOJA_AIM`, its address).
// Loaded with `mocha --require`. It stands in for the files of the checkout that put Central into the test's own
// process, work off its queue and open its database. A test that reaches for more of Central's inside (its database,
// its mail, its mocks), or that asks no server at all, cannot be asked of another server: it is left out and named,
// whether it would pass or not (one that expects a refusal would find one at the closed door).
const childProcess = require('node:child_process');
const http = require('node:http');
const path = require('node:path');
const Module = require('node:module');

const ADDRESS = process.env.PAMOJA_AIM;
const CHECKOUT = process.cwd();
const NO_SERVER = 'asks no server';
let reached = null; // what of Central's inside the running test or hook has reached for
let running = 0; // tests and hooks at work
let requests = 0; // how often it has asked the server

// Tests send requests together that need one another (a record, and its approval): Central in the test's own process
// takes them in the order in which they were sent, and so they go out here.
const one = new http.Agent({ keepAlive: true, maxSockets: 1 });
const send = http.request;
http.request = (options, then) => {
  requests += 1;
  return send({ ...options, agent: one }, then);
};

class Inside extends Error {}
class Unanswered extends Error {} // what this file itself asks of the server was not done: then no test says anything
const inside = (name) => () => {
  reached ??= name;
  throw new Inside(name);
};
const closed = (name) => new Proxy(function closedDoor() {}, {
  get: (_, key) => inside(`${name}.${String(key)}`)(),
  set: (_, key) => inside(`${name}.${String(key)}`)(),
  apply: inside(name),
});
// The same for what files require and prepare at their head: taken apart without harm, closed to tests and hooks.
const shut = (name) => new Proxy(function shutDoor() {}, {
  get: (_, key) => (key === 'then' ? undefined : shut(`${name}.${String(key)}`)),
  apply: () => (running === 0 ? shut(name) : inside(name)()),
});

const STOOD_IN_FOR = new Map([
  ['test/integration/setup.js', () => setup()],
  ['lib/worker/worker.js', () => ({ ...shutWorker, exhaust: () => hook('exhaust') })],
  ['lib/external/slonik.js', () => shut('database')],
  ['lib/model/knex-migrator.js', () => shut('database')],
].map(([file, instead]) => [path.join(CHECKOUT, file), instead]));
const shutWorker = Object.fromEntries(['exhaustParallel', 'runner', 'worker', 'workerQueue']
  .map((name) => [name, inside(`worker.${name}`)]));

for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'])
  childProcess[name] = inside(`program.${name}`);

// Whatever a test or hook made of it: who reached for the inside is left out, as if it had said `this.skip()`.
const { Runnable } = require(path.join(CHECKOUT, 'node_modules/mocha'));
const { run } = Runnable.prototype;
Runnable.prototype.run = function aimed(then) {
  reached = null;
  running += 1;
  if (this.type === 'test') requests = 0;
  return run.call(this, (error) => {
    running -= 1;
    const tested = this.type === 'test' ? this : this.ctx.currentTest;
    const leftOut = reached ?? tested?.leftOut ?? (this.type === 'test' && requests === 0 ? NO_SERVER : null);
    if (leftOut === null || this.isPending() || error instanceof Unanswered) return then(error);
    (tested ?? this).leftOut = leftOut;
    this.pending = true;
    return then();
  });
};

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
    if (name !== 'inbox') inside(`global.${name}`)(); // every test empties the inbox, whoever reads it
    return value;
  } });

// In the same queue: what a test that has failed left on its way must not come in after the reset.
const hook = (name) => new Promise((resolve, reject) => {
  const fail = (why) => reject(new Unanswered(`/__test/${name}: ${why}`));
  send(`${ADDRESS}/__test/${name}`, { method: 'POST', agent: one }, (answer) => {
    answer.resume();
    answer.on('end', () => (answer.statusCode === 200 ? resolve() : fail(answer.statusCode)));
  }).on('error', (error) => fail(error.code)).end();
});

// Central's tests have a converter of XLSForms that makes the form `simple2` of any workbook. Ours reads the workbook:
// theirs names no form, so that it is called what its sender calls it.
const WORKBOOKS = ['application/vnd.ms-excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];
const { Test } = require(path.join(CHECKOUT, 'node_modules/supertest'));
const { end } = Test.prototype;
Test.prototype.end = function named(then) {
  if (WORKBOOKS.includes(this.get('Content-Type'))) this.set('X-XlsForm-FormId-Fallback', 'simple2');
  return end.call(this, then);
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

const overHttp = (test) => async function asked() {
  await hook('reset');
  const service = withSignIn(require(path.join(CHECKOUT, 'node_modules/supertest'))(ADDRESS));
  return test.call(this, service, closed('container'));
};

const withinCentral = () => inside('container');

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
