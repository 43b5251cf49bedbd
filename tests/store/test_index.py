from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.index import Index

values = st.none() | st.integers(0, 3) | st.sampled_from(["", "a", "b"]) | st.booleans()
documents = st.fixed_dictionaries({"a": values, "b": values, "beside": st.integers(0, 3)})
changes = st.lists(st.tuples(st.integers(1, 6), st.none() | documents), max_size=40)


def in_range(value: Any, low: Any, high: Any) -> bool:
    return type(value) is str and (low is None or value >= low) and (high is None or value <= high)


@given(changes, st.sampled_from(["a", "b", None]), st.sampled_from(["", "a", "b", None]))
def test_an_index_answers_as_a_plain_search_does(
    changes: Sequence[tuple[int, dict[str, Any] | None]], low: Any, high: Any
) -> None:
    index, plain = Index[dict[str, Any]](("a", "b")), dict[int, dict[str, Any]]()
    for doc_id, document in changes:
        index.change(doc_id, plain.pop(doc_id, None), document)
        if document is not None:
            plain[doc_id] = document
    for key in {(d["a"], d["b"]) for d in plain.values()}:
        same = [(i, plain[i]) for i in sorted(plain) if (plain[i]["a"], plain[i]["b"]) == key]
        assert index.equal(key) == same
    for prefix in {d["a"] for d in plain.values()}:
        found = [(d["b"], i, d) for i, d in index.between((prefix,), low or "", high)]
        assert found == sorted(
            (
                (d["b"], i, d)
                for i, d in plain.items()
                if d["a"] == prefix and in_range(d["b"], low, high)
            ),
            key=lambda each: each[:2],
        )
    assert index.content() == {((d["a"], d["b"]), i): d for i, d in plain.items()}


def test_an_index_keeps_nothing_of_what_was_taken_out() -> None:
    index = Index[dict[str, Any]](("a",))
    index.change(1, None, {"a": 5})
    index.change(1, {"a": 5}, None)
    assert index.equal((5,)) == []
    assert index.between((), None, None) == []
    assert index.content() == {}
