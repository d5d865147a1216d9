using System.Linq.Expressions;
using System.Reflection;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// A column of values of people: seals each for its row before it is stored, and opens it when its row has been read.
/// </summary>
internal sealed class SealedColumn
{
    private readonly Func<object, object?> _get;
    private readonly Action<object, object?> _set;
    private readonly string _place;

    private SealedColumn(IReadOnlyEntityType entity, IReadOnlyProperty property)
    {
        Property = property.Name;
        Name = property.GetColumnName();
        _place = $"{entity.GetTableName()}.{Name}\n";
        (_get, _set) = (Getter(property.PropertyInfo!), Setter(property.PropertyInfo!));
    }

    /// <summary>Name of the property.</summary>
    public string Property { get; }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>The columns of an entity that hold values of people; empty for most.</summary>
    public static IReadOnlyList<SealedColumn> Of(IReadOnlyEntityType entity) =>
        [
            .. entity
                .GetProperties()
                .Where(property => IsSealed(property.ClrType))
                .Select(property => new SealedColumn(entity, property)),
        ];

    /// <summary>Whether properties of a type are sealed one by one.</summary>
    public static bool IsSealed(Type type) => type == typeof(FieldValue) || type == typeof(FieldValues);

    /// <summary>What the row holds, sealed for it: as <see cref="FieldValueConverter"/> and
    /// <see cref="FieldValuesConverter"/> write it.</summary>
    public object? Close(ValueVault vault, ISealedRow row) => Close(vault, row, _get(row));

    /// <inheritdoc cref="Close(ValueVault, ISealedRow)"/>
    public object? Close(ValueVault vault, ISealedRow row, object? value) =>
        value switch
        {
            FieldValue.Of(var text) => new FieldValue.Closed(vault.Seal(text, PlaceOf(row)), InClear: false, ""),
            FieldValues values when FieldValuesConverter.Sensitive(values) is { } text =>
                FieldValuesConverter.WithClosed(values, vault.Seal(text, PlaceOf(row))),
            _ => value,
        };

    /// <summary>Opens what was read with the row. What cannot be opened there is not known.</summary>
    /// <param name="identity"><see cref="ISealedRow.Identity"/>, made once for all columns of the row.</param>
    public void Open(ValueVault vault, ISealedRow row, string identity)
    {
        var value = _get(row);
        if (ClosedPart(value) is { } closed)
        {
            _set(row, Opened(value!, Open(vault, row, identity, closed)));
        }
    }

    /// <summary>
    /// What is stored in a row that was read closed: the whole column, and the key it is sealed with, which is null for
    /// a value in clear. Null where nothing is sealed.
    /// </summary>
    public (string Column, string? Key)? Stored(ISealedRow row) =>
        ClosedPart(_get(row)) is { } closed
            ? (closed.Column, closed.InClear ? null : ValueVault.KeyOf(closed.Text))
            : null;

    /// <summary>
    /// The same value sealed anew for its row, as the column holds it; null where it cannot be opened.
    /// </summary>
    public string? Anew(ValueVault vault, ISealedRow row, out bool misplaced)
    {
        var value = _get(row);
        var opened = Open(vault, row, row.Identity, ClosedPart(value)!);
        misplaced = opened.Misplaced;
        if (opened.Value is null)
        {
            return null;
        }

        return Close(vault, row, Opened(value!, opened)) switch
        {
            FieldValue one => (string?)new FieldValueConverter().ConvertToProvider(one),
            FieldValues all => (string?)new FieldValuesConverter().ConvertToProvider(all),
            _ => null,
        };
    }

    private static FieldValue.Closed? ClosedPart(object? value) =>
        value switch
        {
            FieldValue.Closed closed => closed,
            FieldValues values => FieldValuesConverter.ClosedPart(values),
            _ => null,
        };

    private static object Opened(object value, Opened<string> opened)
    {
        var missing = opened.Misplaced ? FieldValue.Misplaced : FieldValue.NotKnown;
        return value is FieldValues values ? FieldValuesConverter.WithOpened(values, opened.Value, missing)
            : opened.Value is { } text ? new FieldValue.Of(text)
            : missing;
    }

    private Opened<string> Open(ValueVault vault, ISealedRow row, string identity, FieldValue.Closed closed)
    {
        var opened =
            !closed.InClear ? vault.Open(closed.Text, _place + identity)
            : vault.AcceptsEarlier ? new(closed.Text, Misplaced: false)
            : Opened<string>.OfAnother;
        if (opened.Misplaced)
        {
            vault.Misplaced.Add(new MisplacedValue(row.OwnerId, _place.TrimEnd('\n'), identity));
        }

        return opened;
    }

    private string PlaceOf(ISealedRow row) => _place + row.Identity;

    private static Func<object, object?> Getter(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        return Expression
            .Lambda<Func<object, object?>>(
                Expression.Property(Expression.Convert(row, property.DeclaringType!), property),
                row
            )
            .Compile();
    }

    private static Action<object, object?> Setter(PropertyInfo property)
    {
        var (row, value) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object)));
        return Expression
            .Lambda<Action<object, object?>>(
                Expression.Assign(
                    Expression.Property(Expression.Convert(row, property.DeclaringType!), property),
                    Expression.Convert(value, property.PropertyType)
                ),
                row,
                value
            )
            .Compile();
    }
}
