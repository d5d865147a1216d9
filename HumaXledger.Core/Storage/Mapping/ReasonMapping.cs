using System.Linq.Expressions;
using HumaXledger.Core.Reasons;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal static class ReasonMapping
{
    /// <summary>
    /// A reason in two columns, <c>…Code</c> and <c>…Arguments</c>; both are null where there is none.
    /// </summary>
    public static void HasReason<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, Reason?>> property)
        where T : class
    {
        var name = ((MemberExpression)property.Body).Member.Name;
        entity.ComplexProperty(property, reason =>
        {
            reason.Property(one => one.Code).HasColumnName($"{name}Code");
            reason.Property(one => one.Arguments).HasColumnName($"{name}Arguments");
        });
    }
}
