using System.Linq.Expressions;
using HumaXledger.Core.Storage.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// Foreign keys without navigations. History is never deleted by accident: a connection, plan or run that something
/// refers to stays.
/// </summary>
internal static class Belonging
{
    /// <summary>Foreign key to the connection, deleted with it.</summary>
    public static void BelongsToConnection<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, object?>> key)
        where T : class => entity.HasOne<Connection>().WithMany().HasForeignKey(key).OnDelete(DeleteBehavior.Restrict);
}
