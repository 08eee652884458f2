"""Arrays: made, cut, ordered and counted."""

from decimal import Decimal

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import ORDER, equals, to_number, to_text
from pamoja.engines.excellent.functions.limits import checked
from pamoja.engines.excellent.registry import ANY, ARRAY, TEXT, WHOLE, function, optional, rest
from pamoja.engines.excellent.texts import describe
from pamoja.engines.excellent.values import Value, XError, XObject, kind_of


@function("array", rest(ANY))
def array(call: Call, *values: Value) -> Value:
    """The values as an array; an error among them is the result.

    @(array("Amina", "Chol", 12)[1]) → Chol
    @(join(array("BCG", "OPV", "MR"), " then ")) → BCG then OPV then MR
    @(count(array())) → 0
    """
    items = checked(values)
    return next((each for each in items if isinstance(each, XError)), items)


@function("slice", ARRAY, WHOLE, optional(WHOLE))
def part(call: Call, array: list[Value], start: int, end: int | None) -> Value:
    """The items from `start` up to but not including `end`; negative places count from the end of the array.

    @(slice(array("Mon", "Tue", "Wed", "Thu"), 1, 3)) → [Tue, Wed]
    @(slice(array("Mon", "Tue", "Wed", "Thu"), 0, -3)) → [Mon]
    @(slice(array("Mon", "Tue", "Wed", "Thu"), -2)) → [Wed, Thu]
    @(slice(array("Mon", "Tue", "Wed", "Thu"), 7)) → []
    """
    return array[start:end]


@function("contains", ARRAY, ANY)
def contains(call: Call, array: list[Value], value: Value) -> Value:
    """Whether an item of the array is of the same type as the value and equal to it.

    @(contains(array("well", "latrine"), "well")) → true
    @(contains(array("well", "latrine"), "Well")) → false
    @(contains(array(7, 8), "7")) → false
    """
    if isinstance(value, XError):
        raise value
    return any(equals(each, value, call.budget) for each in array)


@function("join", ARRAY, TEXT)
def join(call: Call, array: list[Value], separator: str) -> Value:
    """The items as one text, with `separator` between them.

    @(join(array("rice", "beans", "oil"), ", ")) → rice, beans, oil
    @(join(split("12/07/2019", "/"), ".")) → 12.07.2019
    """
    texts = [to_text(each, call.budget) for each in array]
    call.budget.require(sum(map(len, texts)) + len(separator) * (len(texts) - 1))
    return separator.join(texts)


@function("reverse", ARRAY)
def reverse(call: Call, array: list[Value]) -> Value:
    """The items from the last to the first.

    @(reverse(array("first", "second", "third"))) → [third, second, first]
    """
    return array[::-1]


@function("sort", ARRAY)
def sort(call: Call, array: list[Value]) -> Value:
    """The items in their order. All must be of one type that has an order.

    @(sort(array(38.2, 36.9, 40))) → [36.9, 38.2, 40]
    @(sort(array("Zainab", "Chol", "Amina"))) → [Amina, Chol, Zainab]
    @(sort(array("Chol", 38.2))) → ERROR
    """
    if len(array) < 2:
        return array
    for each in array:
        if kind_of(each) not in ORDER:
            raise XError(f"{describe(each)} isn't a comparable type")
        if kind_of(each) is not kind_of(array[0]):
            raise XError("can't sort array of different types")
    return sorted(array, key=ORDER[kind_of(array[0])])


@function("sum", ARRAY)
def total(call: Call, array: list[Value]) -> Value:
    """The items added up as numbers.

    @(sum(array(12, "8", 3.5))) → 23.5
    """
    result = Decimal(0)
    for each in array:
        result = numbers.add(result, to_number(call.env, each))
    return result


@function("unique", ARRAY)
def unique(call: Call, array: list[Value]) -> Value:
    """The items without those that are equal to one before.

    @(unique(array("goat", "cow", "goat"))) → [goat, cow]
    @(unique(array(5, "5", 5.0))) → [5, 5]
    """
    found: list[Value] = []
    seen: set[tuple[type, Value]] = set()
    for each in array:
        kind = kind_of(each)
        if kind in ORDER:
            form = (kind, ORDER[kind](each))
            is_new = form not in seen
            seen.add(form)
        else:
            is_new = not any(equals(each, before, call.budget) for before in found)
        if is_new:
            found.append(each)
    return found


@function("concat", ARRAY, ARRAY)
def concat(call: Call, array1: list[Value], array2: list[Value]) -> Value:
    """The items of both arrays as one.

    @(concat(array("Grade 1", "Grade 2"), array("Grade 3"))) → [Grade 1, Grade 2, Grade 3]
    """
    return checked([*array1, *array2])


@function("count", ANY)
def count(call: Call, value: Value) -> Value:
    """How many items an array, or properties an object, has; nothing has none.

    @(count(array("Amina", "Ben"))) → 2
    @(count(object("wells", 3, "latrines", 8))) → 2
    @(count(null)) → 0
    @(count("Amina")) → ERROR
    """
    if value is None:
        return Decimal(0)
    if not isinstance(value, list | XObject):
        raise XError("value isn't countable")
    return Decimal(len(value))
