"""Memory asked for before it is needed: which accounts the coming events touch is known, and waiting is dear."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


def _prefetch(_typing: Any, array: Any, _index: Any) -> Any:
    """Ask for ``array[index]`` to be brought near; nothing else happens, also where the index is out of range."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.mul(arguments[1], whole.itemsize)
        address = builder.add(builder.ptrtoint(whole.data, place.type), place)
        pointer, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, word, word, word])
        function = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        builder.call(function, [builder.inttoptr(address, pointer), word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


prefetch: Any = intrinsic(_prefetch)
