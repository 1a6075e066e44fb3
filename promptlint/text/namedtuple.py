"""`NamedTuple`, the same as that of `typing`, made in a third of the time.

Half a hundred classes of frozen data are made at every start. `typing.NamedTuple` compiles a constructor for each of
them there and then, which takes a tenth of the whole run; here a class gets its constructor when many objects of it
are made, and most never are. Type checkers see the one of `typing`.
"""

from __future__ import annotations

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from _collections import _tuplegetter  # what `collections.namedtuple` uses: an attribute as fast as an index

    def _make(cls, values):
        """A new object of a sequence of all values."""
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return made

    def _replace(self, /, **changes):
        """The same with other values for some fields. Raises ValueError for an unknown field name."""
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"{type(self).__name__} has no field {', '.join(changes)}")
        return made

    def _asdict(self):
        """The fields and their values."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self, strict=True))})"

    def _getnewargs(self):
        """The arguments that recreate an object when it is unpickled."""
        return tuple(self)

    def _first(fields, defaults):
        """A constructor that replaces itself by a compiled one if it is called often."""
        calls = 0

        def create(cls, /, *values, **named):
            nonlocal calls
            calls += 1
            every = _every(fields, defaults, values, named) if calls < _OFTEN else None
            if every is not None:
                return tuple.__new__(cls, every)
            owner = next(each for each in cls.__mro__ if "_fields" in vars(each))
            words = ", ".join(fields)
            compiled = eval(f"lambda _cls, {words}: _new(_cls, ({words},))", {"_new": tuple.__new__, "__name__": owner.__module__})
            compiled.__name__ = "__new__"
            compiled.__qualname__ = f"{owner.__qualname__}.__new__"
            compiled.__defaults__ = defaults
            owner.__new__ = staticmethod(compiled)
            return compiled(cls, *values, **named)

        return create

    _OFTEN = 100  # compiling a constructor takes as long as this many calls of the one that looks its arguments up

    def _every(fields, defaults, values, named):
        """The values of all fields, or None if the arguments do not fit, which the compiled constructor reports best."""
        missing = len(fields) - len(values)
        if not named:
            return values if not missing else values + defaults[-missing:] if 0 < missing <= len(defaults) else None
        given = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True)) | named
        rest = fields[len(values) :]
        fits = named.keys() <= set(rest) and given.keys() >= set(rest)
        return (*values, *[given[name] for name in rest]) if fits else None

    def _fields(namespace):
        """The annotated names: strings of a `from __future__` import, or what Python 3.14 evaluates late."""
        if "__annotations__" in namespace or "__annotate_func__" not in namespace:
            return tuple(namespace.get("__annotations__", ()))
        from annotationlib import Format, call_annotate_function

        return tuple(call_annotate_function(namespace["__annotate_func__"], Format.FORWARDREF))

    class _Signature:
        """The signature of a class for `help`, because its constructor has none before its first call."""

        def __get__(self, _instance, owner):
            if "_fields" not in vars(owner):  # a class that extends one has a constructor of its own
                raise AttributeError("__signature__")
            from inspect import Parameter, Signature

            kind, none = Parameter.POSITIONAL_OR_KEYWORD, Parameter.empty
            notes, defaults = owner.__annotations__, owner._field_defaults
            return Signature([Parameter(name, kind, default=defaults.get(name, none), annotation=notes[name]) for name in owner._fields])

    class _Maker(type):
        """Makes the class that follows `NamedTuple` in a class statement: a tuple with named fields."""

        def __new__(cls, name, _bases, namespace):
            fields = _fields(namespace)
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            common = {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
                "_make": classmethod(_make),
                "_replace": _replace,
                "_asdict": _asdict,
                "__repr__": _repr,
                "__getnewargs__": _getnewargs,
                "__signature__": _Signature(),
                "__new__": _first(fields, tuple(defaults.values())),
            }
            getters = {field: _tuplegetter(index, None) for index, field in enumerate(fields)}
            return type(name, (tuple,), common | getters | namespace)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
