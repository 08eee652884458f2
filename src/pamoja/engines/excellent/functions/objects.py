"""Objects: made, and their properties."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_text
from pamoja.engines.excellent.registry import ANY, OBJECT, TEXT, function, rest
from pamoja.engines.excellent.values import Value, XError, XObject


@function("object", rest(ANY))
def make(call: Call, *pairs: Value) -> Value:
    """An object from names and values in turn; an error among them is the result.

    @(object()) → {}
    @(object("a", 123, "b", "hello")) → {a: 123, b: hello}
    @(object("a")) → ERROR
    """
    for each in pairs:
        if isinstance(each, XError):
            raise each
    if len(pairs) % 2:
        raise XError("requires an even number of arguments")
    names = [to_text(each, call.budget) for each in pairs[::2]]
    return XObject(dict(zip(names, pairs[1::2], strict=True)))


@function("extract", OBJECT, TEXT)
def extract(call: Call, object: XObject, property: str) -> Value:
    """A property of an object; nothing if the object has none of that name.

    @(extract(object("a", 1), "a")) → 1
    @(extract(object("a", 1), "b")) →
    """
    return object.get(property)[0]


@function("extract_object", OBJECT, rest(TEXT, 1))
def extract_object(call: Call, object: XObject, *properties: str) -> Value:
    """An object of the named properties alone.

    @(extract_object(object("a", 1, "b", 2, "c", 3), "a", "c")) → {a: 1, c: 3}
    """
    return XObject({name: object.get(name)[0] for name in properties})


@function("keys", OBJECT)
def keys(call: Call, object: XObject) -> Value:
    """The names of an object's properties, in the order of the alphabet.

    @(keys(object("a", 123, "b", "hello", "c", "world"))) → [a, b, c]
    @(keys(null)) → []
    @(keys("string")) → ERROR
    """
    return [*object.names]
