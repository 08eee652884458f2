"""Objects: made, and their properties."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_text
from pamoja.engines.excellent.registry import ANY, OBJECT, TEXT, function, rest
from pamoja.engines.excellent.values import Value, XError, XObject


@function("object", rest(ANY))
def make(call: Call, *pairs: Value) -> Value:
    """An object from names and values in turn; an error among them is the result.

    @(object("vaccine", "BCG", "dose", 1)) → {dose: 1, vaccine: BCG}
    @(object()) → {}
    @(object("vaccine", "BCG", "dose")) → ERROR
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

    @(extract(object("name", "Amina", "age", 4), "Age")) → 4
    @(extract(object("name", "Amina", "age", 4), "school")) →
    @(extract("Amina", "age")) → ERROR
    """
    return object.get(property)[0]


@function("extract_object", OBJECT, rest(TEXT, 1))
def extract_object(call: Call, object: XObject, *properties: str) -> Value:
    """An object of the named properties alone.

    @(extract_object(object("name", "Amina", "age", 4, "phone", "0788"), "name", "age")) → {age: 4, name: Amina}
    """
    return XObject({name: object.get(name)[0] for name in properties})


@function("keys", OBJECT)
def keys(call: Call, object: XObject) -> Value:
    """The names of an object's properties, in the order of the alphabet.

    @(keys(object("wells", 3, "latrines", 8))) → [latrines, wells]
    @(keys(null)) → []
    @(keys("wells")) → ERROR
    """
    return [*object.names]
