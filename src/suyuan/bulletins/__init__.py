"""Official bulletins: the cases and figures they state, read by one grammar.

``suyuan.bulletins.read`` is the way in, ``suyuan.bulletins.bulletin`` what comes out.
"""
